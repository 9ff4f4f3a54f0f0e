// What a scenario takes for granted where results are proven or fought over.

import { PROOF_OF_TRAINING } from '../../core/verification/index.ts';
import type { Cell } from './types.ts';

const DISPUTED = [
  'traces are modelled: the states at their cuts are kept while a task runs, at no cost',
  'a referee executes 6e7 gas/s, and needs 16 KiB of memory pages for a segment',
];
/** Where every task is executed in truth. */
const TRACED = [
  'states at cuts are those of executions, which nodes can repeat up to any of them at no cost: traces of commands, and of tasks that import, are modelled',
  'a referee executes 6e7 gas/s, and has module and input of each task',
];
const MODELLED = [
  'proofs are modelled: none is made, and what is not true has none',
  'a step of the circuit is taken for one gas where work is modelled; a proof of one segment weighs 480 bytes',
];
const PROVEN = [
  'clients know how many segments their tasks have, and the coordinator has module and input of each',
  'proofs are sound: Groth16, Poseidon and a circuit that nobody audited, under keys whose secrets nobody kept',
];
const RETRAINED = [
  'trainers keep the models at the cuts of their slices, or train again up to them, at no cost but the bytes that they show',
  'a referee trains 6e7 gas/s, and learns what it needs of a round as trainers show it',
];
const STAKED = 'what nodes have at stake is granted to them when they join';

/** Policies whose traces or proofs are not real. */
const CLAIMED = ['optimistic', 'sampled', 'zk'];

const costs = (machine: string | undefined): string =>
  machine === undefined
    ? 'proving a segment is worth 7e10 gas, or what the scenario says: ambient calibrate measures it'
    : `proving a segment is worth what was measured on ${machine}`;

/** A line for each thing that some cell uses. */
export function verificationAssumptions(cells: readonly Cell[]): string[] {
  return [...new Set(cells.flatMap((cell) => assumedBy(cell)))];
}

/** What a report says of its proofs and traces, if it rests on any. */
export function proofFidelity(cells: readonly Cell[]): { readonly proof?: 'modelled' | 'real' | 'sampled' } {
  const resting = cells.filter(({ verification }) => CLAIMED.includes(verification.policy));
  if (resting.length === 0) return {};
  const least = Math.min(
    ...resting.map((cell) => (cell.verification.policy === 'zk' ? (cell.fidelity.proof ?? 0) : isTraced(cell) ? 1 : 0)),
  );
  return { proof: least === 0 ? 'modelled' : least === 1 ? 'real' : 'sampled' };
}

const isTraced = ({ workload, fidelity }: Cell): boolean =>
  fidelity.execution !== 'modelled' && workload.every(({ task }) => task !== undefined);

function assumedBy(cell: Cell): readonly string[] {
  const {
    verification: { policy },
    fidelity: { proof = 0, calibrated },
  } = cell;
  if (policy === PROOF_OF_TRAINING) return [...RETRAINED, STAKED];
  if (policy === 'optimistic' || policy === 'sampled') return [...(isTraced(cell) ? TRACED : DISPUTED), STAKED];
  return policy === 'zk' ? [...PROVEN, costs(calibrated), ...(proof < 1 ? MODELLED : []), STAKED] : [];
}
