// Trainer: a node that looks after its data. It stands before an ordinary node, and changes nothing but what that says of
// training: it stays away when its budget is spent, clips and adds noise, and keeps its update for a secure aggregation.

import { clientOf, type Duration, type PartyId, type TaskId, type WorkId } from '../foundation/index.ts';
import {
  type Assign,
  type AssignAfter,
  type Host,
  type Message,
  outputOfClaim,
  type Party,
  PRIVACY_SPENT,
  signed,
  UNSIGNED,
  type WorkResult,
} from '../protocol/index.ts';
import type { PrivacyBudget } from './budget.ts';
import type { Contribution } from './contribution.ts';
import type { ControlVariate } from './control-variates.ts';
import { type Grid, toGrid } from './fixed-point.ts';
import { addGaussian, clip } from './noise.ts';
import { SecureMember } from './secure-member.ts';
import type { SecureSettings } from './secure-settings.ts';
import { digestOfUpdate } from './sliced-training.ts';
import { decodeUpdate, encodeUpdate } from './training.ts';

const SEED_WORDS = 8;

/** What a trainer learnt, or says that it did. */
export type Learnt = Omit<Contribution, 'staleness'>;

/** What everyone knows of how contributions are protected. */
export interface PrivacyTerms {
  /** The longest that a contribution may be (L2). */
  readonly clip: number;
  /** Deviation of the noise on the sum of a round, over that. */
  readonly noise: number;
  /** Deviation of the noise that each trainer adds itself, over that: 0 if the aggregator adds it. */
  readonly own: number;
}

/** How contributions are added up so that nobody sees one. */
export interface SecureTerms extends Omit<SecureSettings, 'round'> {
  readonly grid: Grid;
}

/** What a trainer that lies does instead. */
export interface Misconduct {
  sends(honest: Learnt, result: WorkResult, round: number): Learnt;
  /** Whether it goes silent when its contribution is due. */
  leaves(): boolean;
}

export interface TrainerSettings {
  readonly aggregator: PartyId;
  /** Of the model. */
  readonly parameters: number;
  readonly privacy?: PrivacyTerms | undefined;
  /** Of this node, over all its lives. */
  readonly budget?: PrivacyBudget | undefined;
  readonly secure?: SecureTerms | undefined;
  readonly misconduct?: Misconduct | undefined;
  /** Of this node, over all its lives: SCAFFOLD. */
  readonly control?: ControlVariate | undefined;
  /** What it returns is a claim that it commits to: its number stands for the bytes of the update. */
  readonly committed?: boolean;
}

export class Trainer implements Party {
  private readonly host: Host;
  private readonly node: Party;
  private readonly settings: TrainerSettings;
  /** Of training tasks that are here. */
  private readonly rounds: Map<TaskId, number> = new Map<TaskId, number>();
  private member: SecureMember | undefined;

  constructor(host: Host, node: Party, settings: TrainerSettings) {
    this.host = host;
    this.node = node;
    this.settings = settings;
  }

  start(recovered: readonly Uint8Array[]): void {
    this.node.start(recovered);
  }

  wake(kind: number, key: number): void {
    this.node.wake(kind, key);
  }

  receive(from: PartyId, message: Message): void {
    switch (message.type) {
      case 'secure-roster':
      case 'secure-delivery':
      case 'secure-survivors':
        if (from === this.settings.aggregator) this.answer(message);
        return;
      case 'assign':
      case 'assign-after':
        if (this.isTraining(message.task) && !this.affords()) {
          this.refuse(from, message);
          return;
        }
        this.rounds.set(message.task, message.work.program?.own?.round ?? 0);
        break;
      default:
    }
    this.node.receive(from, message);
  }

  completed(work: WorkId, result: WorkResult): void {
    const round = this.rounds.get(result.task);
    this.rounds.delete(result.task);
    if (!this.isTraining(result.task)) this.node.completed(work, result);
    else if (result.outcome !== 'ok') this.node.completed(work, this.failed(result));
    // Of an earlier life, whose round nobody knows any more: an update that cannot be protected goes nowhere.
    else if (round === undefined) this.node.completed(work, { ...result, outcome: 'security', answer: undefined });
    else this.node.completed(work, this.contribute(result, round));
  }

  /** Of what did not come to an update there is nothing to commit to. */
  private failed(result: WorkResult): WorkResult {
    return this.settings.committed === true ? { ...result, answer: undefined } : result;
  }

  private isTraining(task: TaskId): boolean {
    return clientOf(task) === this.settings.aggregator;
  }

  /** A liar has nothing to lose: it trains on whatever it likes. */
  private affords(): boolean {
    const { privacy, budget, misconduct } = this.settings;
    if (privacy === undefined || budget === undefined || misconduct !== undefined) return true;
    return budget.affords({ noise: privacy.noise, sampling: 1 });
  }

  /** As a program is refused what it has no right to. The slot of a probe that this answers is free again. */
  private refuse(to: PartyId, { task, copy, claim, epoch }: Assign | AssignAfter): void {
    if (claim !== task) this.node.receive(to, { type: 'cancel', task: claim, copy });
    this.host.send(this.settings.aggregator, { type: 'budget-spent', task });
    const nothing = { elapsed: 0 as Duration, output: 0, signature: UNSIGNED };
    this.host.send(to, signed(this.host, { type: 'result', task, copy, epoch, outcome: 'security', ...nothing }));
  }

  private contribute(result: WorkResult, round: number): WorkResult {
    const answer = result.answer!;
    const learnt = decodeUpdate(answer.output, this.settings.parameters);
    if (learnt === undefined) return result;
    const { misconduct, secure, privacy, control } = this.settings;
    control?.handsOver(answer.output);
    const said = misconduct === undefined ? this.protected(learnt) : misconduct.sends(learnt, result, round);
    if (secure !== undefined) this.hold(said, round, secure);
    if (secure === undefined && said === learnt && (privacy?.own ?? 0) === 0) return result;
    const output = encodeUpdate(secure === undefined ? said : { ...said, update: new Float64Array(0) });
    if (this.settings.committed !== true) return { ...result, answer: { ...answer, output } };
    const executionHash = digestOfUpdate(output);
    return { ...result, output: outputOfClaim(executionHash), answer: { ...answer, output, executionHash } };
  }

  private protected(learnt: Learnt): Learnt {
    const { privacy, budget } = this.settings;
    if (privacy === undefined) return learnt;
    const mechanism = { noise: privacy.noise, sampling: 1 };
    if (budget !== undefined) {
      const epsilon = budget.spend(mechanism);
      const { epsilon: limit, delta, conversion } = budget.limit;
      this.host.record(PRIVACY_SPENT, { node: this.host.self, ...mechanism, epsilon, delta, conversion, limit });
    }
    if (privacy.own === 0) return learnt;
    const update = learnt.update.slice();
    clip(update, privacy.clip);
    addGaussian(update, privacy.own * privacy.clip, this.host.random);
    return { ...learnt, update };
  }

  /** Offers its keys to the aggregator: the update itself goes nowhere but under masks. */
  private hold({ update }: Learnt, round: number, { grid, ...terms }: SecureTerms): void {
    const seed = new Uint32Array(SEED_WORDS).map(() => this.host.random.bits());
    const settings = { ...terms, round };
    this.member = new SecureMember(settings, toGrid(update, grid), new Uint8Array(seed.buffer), this.host);
    this.host.send(this.settings.aggregator, this.member.begin());
  }

  private answer(message: Parameters<SecureMember['receive']>[0]): void {
    const step = this.member?.receive(message);
    if (step === undefined || !('send' in step)) return;
    if (step.send.type === 'secure-masked' && this.settings.misconduct?.leaves() === true) return;
    this.host.send(this.settings.aggregator, step.send);
  }
}
