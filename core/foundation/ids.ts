// Names of things on the network.

declare const id: unique symbol;

/** A dense small integer: the address of a party. */
export type PartyId = number & { readonly [id]: 'party' };
/** client * 2^32 + sequence: unique without coordination, and below 2^53 for a million clients. */
export type TaskId = number & { readonly [id]: 'task' };
/** Names one piece of work that a party asked of its host. */
export type WorkId = number & { readonly [id]: 'work' };
/** Names one pending timer of a host. */
export type TimerHandle = number & { readonly [id]: 'timer' };
/** Hex SHA-256 of a public key. Two parties that run as twins share it. */
export type NodeIdentity = string & { readonly [id]: 'identity' };

const TASKS_PER_CLIENT = 4_294_967_296;

/** Of movements that concern no task. */
export const NO_TASK: TaskId = -1 as TaskId;
export const NO_PARTY: PartyId = -1 as PartyId;
export const NO_TIMER: TimerHandle = -1 as TimerHandle;
export const NO_WORK: WorkId = -1 as WorkId;

export const partyId = (index: number): PartyId => index as PartyId;
export const taskId = (client: PartyId, sequence: number): TaskId => (client * TASKS_PER_CLIENT + sequence) as TaskId;
export const clientOf = (task: TaskId): PartyId => Math.floor(task / TASKS_PER_CLIENT) as PartyId;
/** Not by the remainder operator: on doubles it is a call, ten times as slow. */
export const sequenceOf = (task: TaskId): number => task - clientOf(task) * TASKS_PER_CLIENT;
