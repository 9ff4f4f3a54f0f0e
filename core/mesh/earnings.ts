// What an accepted result earns, by the reward rule of the mesh.

import type { Amount, Duration, PartyId } from '../foundation/index.ts';
import { between, hexOf, inSeconds, NO_PARTY } from '../foundation/index.ts';
import type { Journal, Reward } from '../incentives/index.ts';
import type { Digest, Host, Message, Rating, ResultMessage } from '../protocol/index.ts';
import type { Fleet } from '../scheduling/index.ts';
import { Archive } from '../settlement/index.ts';
import type { OpenTask } from './open-task.ts';
import type { MeshState } from './state.ts';
import type { Watch } from './watch.ts';

/** How the mesh pays. */
export interface Incentives {
  readonly reward: Reward;
  /** Of every payment, in millionths: what the treasury keeps. */
  readonly feeMillionths: bigint;
  /** The longest that a budget stays in escrow; Infinity if only the task's own expiry ends it. */
  readonly timeout: number;
  /** Where the ledger writes every entry. */
  readonly journal?: Journal;
  /** Who anchors what is settled; NO_PARTY if nobody does. */
  readonly anchorer: PartyId;
}

const PRIVACY_LEFT = 1;
const NOTHING = new Uint8Array(32);
const NO_BYTES = new Uint8Array(0);

export class Earnings {
  private readonly host: Host;
  private readonly state: MeshState;
  private readonly watch: Watch;
  private readonly fleet: Fleet;
  private readonly incentives: Incentives | undefined;

  /** Without incentives every task earns its budget, and nothing but its own expiry ends it. */
  constructor(host: Host, state: MeshState, fleet: Fleet, watch: Watch, incentives: Incentives | undefined) {
    this.fleet = fleet;
    this.host = host;
    this.state = state;
    this.watch = watch;
    this.incentives = incentives;
    if (incentives?.journal !== undefined) state.ledger.keepIn(incentives.journal);
    if (incentives !== undefined && incentives.anchorer !== NO_PARTY) state.archive = new Archive(host.random);
  }

  /** What a coordinator is told that does not touch the life of a task. */
  receive(from: PartyId, message: Message): void {
    if (message.type === 'rating') this.rated(from, message);
    if (message.type !== 'close-epoch' || from !== this.incentives?.anchorer) return;
    const epoch = this.state.closeEpoch();
    const digest = (bytes: Uint8Array): Digest => hexOf(bytes) as Digest;
    const { number = 0, root = NOTHING, stateRoot = NOTHING, leaves = 0, sample } = epoch ?? {};
    this.host.send(from, {
      type: 'epoch',
      number,
      root: digest(root),
      stateRoot: digest(stateRoot),
      leaves,
      sample: sample?.data ?? NO_BYTES,
      path: Buffer.concat(sample?.path ?? []),
    });
  }

  /** Asks a client for its word on who has done its task, if that counts. */
  askRating({ task, client }: OpenTask, node: PartyId): void {
    if (node !== NO_PARTY && this.state.takesRatings) this.host.send(client, { type: 'ask-rating', task, node });
  }

  private rated(by: PartyId, { task, node, good }: Rating): void {
    if (!this.state.apply({ kind: 'rated', at: this.host.now(), by, task, node, good })) return;
    this.fleet.setReputation(node, this.state.reputationOf(node));
  }

  /** When a task that is opened now leaves escrow at the latest. */
  until(expires: number): number {
    return Math.min(expires, this.host.now() + (this.incentives?.timeout ?? Infinity));
  }

  /** Nothing if it earns all of its budget, or if nobody won. */
  of(task: OpenTask, node: PartyId, result: Pick<ResultMessage, 'elapsed' | 'answer'>): { earned?: Amount } {
    const { incentives, state } = this;
    if (incentives === undefined || node === NO_PARTY) return {};
    const telemetry = this.watch.get(node)?.latest;
    const earned = incentives.reward({
      budget: state.ledger.escrowOf(task.task) ?? (0n as Amount),
      gas: result.answer?.gas ?? this.gasOf(task, node, result.elapsed),
      latency: between(task.submitted, this.host.now()),
      reputation: state.reputationOf(node),
      gflops: telemetry?.gflops ?? 0,
      power: telemetry?.power ?? 0,
      privacy: PRIVACY_LEFT,
    });
    return { earned };
  }

  /** A modelled task has the gas that it says; one that takes a time, what the slot could have burned in it. */
  private gasOf(task: OpenTask, node: PartyId, elapsed: Duration): number {
    if (task.work.unit === 'gas') return task.work.amount;
    return inSeconds(elapsed) * (this.state.member(node)?.capabilities.speed ?? 0);
  }
}
