// Nodes that look after their data, and nodes that lie about what they learnt from it.

import {
  ControlVariate,
  encodeUpdate,
  type Misconduct,
  PrivacyBudget,
  type PrivacyTerms,
  readRequest,
  type SecureTerms,
  Trainer,
} from '../../core/federated/index.ts';
import { assert, type PartyId } from '../../core/foundation/index.ts';
import type { Answer, Content, Host, Party } from '../../core/protocol/index.ts';
import { NODE_LIED, TRAINING_FAKED } from '../../core/protocol/index.ts';
import { findTrainingAttack, type TrainingAttack } from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import { type ResolvedFederated, secureCounts } from '../scenario/cells.ts';
import type { Executed } from './executor.ts';
import type { OwnTraining } from './own-training.ts';

const NO_CLAIM = '0'.repeat(64) as Answer['executionHash'];

/** How contributions are protected, as everyone knows. */
export function termsOf(
  { privacy, secure, participants, minimum }: ResolvedFederated,
  parameters: number,
): { readonly privacy: PrivacyTerms | undefined; readonly secure: SecureTerms | undefined } {
  // Hidden from the aggregator, contributions carry the noise themselves: so much that the fewest of a round suffice.
  const own = secure === undefined ? 0 : (privacy?.noise ?? 0) / Math.sqrt(minimum);
  return {
    privacy: privacy && { clip: privacy.clip, noise: privacy.noise, own },
    secure: secure && {
      length: parameters,
      least: Math.max(2, minimum),
      grid: { range: secure.range, bits: secure.bits },
      ...secureCounts(secure, participants),
    },
  };
}

/** What liars of one run know together. */
class Conspiracy {
  private readonly rounds = new Map<number, Float64Array[]>();
  private model: Float64Array | undefined;
  private drift: Float64Array | undefined;
  private digest = '';

  /** Adds an update to those of its round, and returns them all. */
  share(round: number, update: Float64Array): readonly Float64Array[] {
    const shared = this.rounds.get(round) ?? [];
    shared.push(update);
    this.rounds.set(round, shared);
    this.rounds.delete(round - 2);
    return shared;
  }

  /** They see the models that they are sent. */
  sees(request: Content): void {
    if (request.digest === this.digest) return;
    this.digest = request.digest;
    const before = this.model;
    const now = readRequest(request.bytes).model;
    this.drift = before && now.map((value, at) => value - before[at]!);
    this.model = now;
  }

  get lately(): Float64Array | undefined {
    return this.drift;
  }
}

export interface TrainersOptions {
  readonly settings: ResolvedFederated;
  readonly aggregator: PartyId;
  readonly parameters: number;
  /** Whether what was spent of a budget is lost with a crash. */
  readonly forgetful: boolean;
  /** Whether the rule corrects the steps of trainers. */
  readonly controlled: boolean;
  /** Whether trainers commit to what they did. */
  readonly committed: boolean;
  /** All trainers, and whether each is a liar. */
  readonly liars: ReadonlyMap<PartyId, boolean>;
  readonly streamOf: (node: PartyId) => Stream;
}

export class Trainers {
  private readonly options: TrainersOptions;
  private readonly attacks = new Map<PartyId, TrainingAttack>();
  /** On disk, so to speak: they outlive crashes. */
  private readonly budgets = new Map<PartyId, PrivacyBudget>();
  private readonly controls = new Map<PartyId, ControlVariate>();
  private readonly conspiracy = new Conspiracy();
  private readonly owns = new Map<PartyId, OwnTraining>();

  constructor(options: TrainersOptions) {
    this.options = options;
    const { settings, liars, streamOf } = options;
    const definition = findTrainingAttack(settings.attack.kind);
    for (const [node, lies] of liars) {
      if (lies && definition !== undefined) {
        this.attacks.set(node, definition.create(settings.attack.parameters, streamOf(node)));
      } else if (settings.privacy !== undefined) this.budgets.set(node, new PrivacyBudget(settings.privacy));
      if (options.controlled) this.controls.set(node, new ControlVariate(options.parameters, settings));
    }
  }

  isLiar(node: PartyId): boolean {
    return this.attacks.has(node);
  }

  attackOf(node: PartyId): TrainingAttack | undefined {
    return this.attacks.get(node);
  }

  controlOf(node: PartyId): ControlVariate | undefined {
    return this.controls.get(node);
  }

  /** How that node trains. */
  knows(node: PartyId, own: OwnTraining): void {
    this.owns.set(node, own);
  }

  sees(request: Content): void {
    this.conspiracy.sees(request);
  }

  /** What a liar that does not work has at once: no update, from as many examples as it has. */
  idle(examples: number): Executed {
    const output = encodeUpdate({ update: new Float64Array(this.options.parameters), examples });
    return { outcome: 'ok', output: 1, answer: { gas: 1 as Answer['gas'], output, executionHash: NO_CLAIM } };
  }

  /** Puts a trainer before a node of this world, if that has anything to guard or to hide. */
  guard(host: Host, node: Party): Party {
    const { settings, aggregator, parameters, liars, committed } = this.options;
    const { privacy, secure } = termsOf(settings, parameters);
    const attack = this.attacks.get(host.self);
    const control = this.controls.get(host.self);
    const plain = !committed && [privacy, secure, attack, control].every((each) => each === undefined);
    if (plain || !liars.has(host.self)) return node;
    const misconduct = attack && this.misconduct(host, attack);
    const kept = this.budgets.get(host.self);
    const budget = kept !== undefined && this.options.forgetful ? new PrivacyBudget(kept.limit) : kept;
    return new Trainer(host, node, {
      ...{ aggregator, parameters, privacy, secure, misconduct, budget, control, committed },
    });
  }

  private misconduct(host: Host, attack: TrainingAttack): Misconduct {
    const { settings, liars } = this.options;
    const share = this.attacks.size / liars.size;
    const together = Math.max(1, Math.round(share * settings.participants));
    const behaviour = settings.attack.kind;
    return {
      leaves: () => attack.leaves === true,
      sends: (honest, { task, copy, output }, round) => {
        host.record(NODE_LIED, { node: host.self, task, copy, behaviour, wrong: true });
        const cohort = this.conspiracy.share(round, honest.update);
        assert(cohort.length > 0, 'a liar is one of the liars');
        const view = { cohort, drift: this.conspiracy.lately, trainers: settings.participants, liars: together };
        const said = attack.sends?.({ ...honest, ...view }) ?? honest;
        const bad = this.owns.get(host.self)?.swears(output, said === honest ? undefined : encodeUpdate(said)) ?? 0;
        if (bad > 0) host.record(TRAINING_FAKED, { task, node: host.self, copy, bad });
        return said;
      },
    };
  }
}
