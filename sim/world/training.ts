// Federated learning in a world: who has which data, how trainers execute, and the party that makes the model.

import {
  type Aggregation,
  Aggregator,
  type AggregatorSettings,
  BudgetWatch,
  type Examples,
  encodeExamples,
  evaluate,
  findAggregation,
  parametersOf,
  privateMean,
  SecureGather,
  secretOf,
  TrainingMachine,
  type TrainingPlan,
} from '../../core/federated/index.ts';
import { assert, type PartyId } from '../../core/foundation/index.ts';
import { Client, LoggedParty } from '../../core/mesh/index.ts';
import type { Content, Host, LimitPreset, Party } from '../../core/protocol/index.ts';
import { PROOF_OF_TRAINING } from '../../core/verification/index.ts';
import type { TrainingAttack } from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { Cell, NodeGroup, ResolvedFederated } from '../scenario/cells.ts';
import { partition } from '../workload/index.ts';
import { AggregatorDriver, Beginner } from './aggregator-driver.ts';
import { type Execute, executorOf } from './executor.ts';
import type { Machine } from './outages.ts';
import { OwnTraining, partsOf } from './own-training.ts';
import type { SimHost } from './sim-host.ts';
import type { Submissions } from './submissions.ts';
import { Trainers, termsOf } from './trainers.ts';

const LIMITS: LimitPreset = 'relaxed';

/** What federated learning needs from disk. */
export interface TrainingSet {
  readonly module: Content;
  readonly features: number;
  readonly classes: number;
  /** The largest value of a feature. */
  readonly brightest: number;
  readonly train: Examples;
  readonly test: Examples;
  /** Gas of one pass over one example, about. */
  readonly gasOfExample: number;
}

/** A node that may have data. */
interface Trainer {
  readonly id: PartyId;
  readonly name: string;
  readonly group: Pick<NodeGroup, 'group'>;
}

export class Federation {
  /** Of the aggregator. */
  readonly id: PartyId;
  private readonly settings: ResolvedFederated;
  /** The number by which its tasks name their workload. */
  private readonly source: number;
  private readonly set: TrainingSet;
  private readonly trainers: readonly Trainer[];
  private readonly others: readonly PartyId[];
  private readonly shards: readonly (readonly number[])[];
  private readonly guards: Trainers;
  private readonly stream: (name: string) => Stream;
  /** Whether a fault stops the aggregator. */
  private readonly crashes: boolean;
  /** Into how many at most training is cut, if trainers commit to it. */
  private readonly slices: number | undefined;
  private readonly execute: Execute;

  constructor(cell: Cell, set: TrainingSet, nodes: readonly Trainer[], id: PartyId, stream: (name: string) => Stream) {
    const settings = cell.federated!;
    this.execute = executorOf({ ...cell.fidelity, execution: 'real' });
    this.id = id;
    this.settings = settings;
    this.source = cell.workload.length;
    this.set = set;
    const has = ({ group }: Trainer): boolean => settings.nodes.includes(group.group);
    this.trainers = nodes.filter(has);
    this.others = nodes.filter((node) => !has(node)).map((node) => node.id);
    const { partition: how, samples = Infinity } = settings.data;
    const { labels } = set.train;
    const used = labels.subarray(0, Math.min(labels.length, samples * this.trainers.length));
    this.shards = partition(used, this.trainers.length, how, stream('federated/data'));
    this.stream = stream;
    const { policy, parameters } = cell.verification;
    this.slices = policy === PROOF_OF_TRAINING ? Number(parameters['slices']) : undefined;
    this.crashes = cell.faults.some(({ kind, nodes: names }) => kind === 'crash' && names.includes('aggregator'));
    const lies = ({ group }: Trainer): boolean => settings.liars?.includes(group.group) === true;
    const names = new Map(nodes.map((node) => [node.id, node.name]));
    this.guards = new Trainers({
      settings,
      aggregator: id,
      parameters: parametersOf(this.plan()),
      controlled: this.createRule().control !== undefined,
      committed: this.slices !== undefined,
      forgetful: cell.defects?.includes('forgetful-budget') === true,
      liars: new Map(this.trainers.map((trainer) => [trainer.id, lies(trainer)])),
      streamOf: (node) => stream(`node/${names.get(node)!}/attack`),
    });
  }

  isLiar(node: PartyId): boolean {
    return this.guards.isLiar(node);
  }

  /** The node itself, or what stands before it. */
  guard(host: Host, node: Party): Party {
    return this.guards.guard(host, node);
  }

  /** How a node executes what it is sent: with its own examples behind it. Undefined of a node that has none. */
  ownOf(node: PartyId): OwnTraining | undefined {
    const trainer = this.trainers.findIndex(({ id }) => id === node);
    if (trainer < 0) return undefined;
    const places = this.shards[trainer]!;
    const attack = this.guards.attackOf(node);
    const { name } = this.trainers[trainer]!;
    const own = new OwnTraining({
      examples: this.examplesOf(places, attack),
      execute: this.execute,
      secret: () => secretOf(this.stream(`node/${name}/salt`)),
      slices: this.slices,
      attack,
      control: this.guards.controlOf(node),
      sees: (request) => this.guards.sees(request),
      idle: () => this.guards.idle(places.length),
    });
    this.guards.knows(node, own);
    return own;
  }

  /** What the coordinator checks training by: a new one for each, since it remembers. Undefined if nobody commits to it. */
  machine(): TrainingMachine | undefined {
    if (this.slices === undefined) return undefined;
    const { module } = this.set;
    return new TrainingMachine(module.digest, this.settings, partsOf(module, LIMITS, this.execute));
  }

  /** A liar may change what it has. */
  private examplesOf(places: readonly number[], attack: TrainingAttack | undefined): Uint8Array {
    const { features, classes, train, brightest } = this.set;
    const examples = places.map((place) => {
      const pixels = train.values.subarray(place * features, (place + 1) * features);
      const own = attack?.poisons === undefined ? pixels : pixels.slice();
      return { pixels: own, brightest, label: train.labels[place]! };
    });
    if (attack?.poisons !== undefined) for (const example of examples) attack.poisons(example, classes);
    return encodeExamples(
      examples.map(({ pixels }) => pixels),
      examples.map(({ label }) => label),
    );
  }

  /** The aggregator comes to life, and submits with the clients. Returns its machine if a fault stops it. */
  start(hostOf: (party: PartyId) => SimHost, coordinator: PartyId, submissions: Submissions): Machine[] {
    const host = hostOf(this.id);
    const boot = (): void => {
      const make = (near: Host): Party => new Beginner(this.aggregate(near, coordinator, driver), () => driver.begin());
      host.run(new LoggedParty(host, this.stream('party/aggregator'), make));
    };
    const driver = new AggregatorDriver(submissions, this.crashes ? boot : undefined);
    if (!this.crashes) host.run(this.aggregate(host, coordinator, driver));
    submissions.add(this.id, driver);
    return this.crashes ? [{ node: this.id, host, boot }] : [];
  }

  /** A life of it: who takes its post. */
  private aggregate(host: Host, coordinator: PartyId, driver: AggregatorDriver): Party {
    const { budget, timeout, privacy, minimum } = this.settings;
    const needs = this.others.length > 0 ? { exclude: this.others } : {};
    const settings = { coordinator, workload: this.source, budget, expires: timeout, needs };
    const client = new Client(host, settings, driver);
    const { secure } = termsOf(this.settings, parametersOf(this.plan()));
    const gather = secure && new SecureGather(host, client, secure, this.settings.secure!.patience);
    const post = gather ?? client;
    const watch = privacy && new BudgetWatch(post, this.trainers.length - minimum + 1);
    const terms = { ...this.aggregatorSettings(), gather, exhausted: watch && (() => watch.exhausted) };
    const submit = driver.submitter(client);
    driver.drive(new Aggregator(host, terms, client, submit, () => driver.finish()));
    return watch ?? post;
  }

  private aggregatorSettings(): AggregatorSettings {
    const { aggregation, epochs, participants, rounds, minimum, target } = this.settings;
    const { module, test, gasOfExample } = this.set;
    const rule = this.createRule();
    const definition = findAggregation(aggregation.rule)!;
    const plan = this.plan();
    const { privacy } = termsOf(this.settings, parametersOf(plan));
    // Under secure aggregation the noise is in what it is given already.
    const noisy = privacy !== undefined && this.settings.secure === undefined;
    const { length } = test.labels;
    const examples = Math.min(length, this.settings.data.test);
    const judged = {
      values: test.values.subarray(0, examples * plan.features),
      labels: test.labels.subarray(0, examples),
    };
    const each = this.shards.reduce((sum, own) => sum + own.length, 0) / this.shards.length;
    return {
      plan,
      aggregation: noisy ? privateMean(rule, privacy, this.stream('federated/noise')) : rule,
      suffices: (count) => definition.refuses?.(aggregation.parameters, count) === undefined,
      module,
      limits: LIMITS,
      expected: Math.max(1, Math.round(gasOfExample * each * epochs)),
      source: this.source,
      participants,
      rounds,
      minimum,
      target,
      evaluate: (model) => evaluate(plan, model, judged),
    };
  }

  private createRule(): Aggregation {
    const { aggregation, epochs, batch, rate } = this.settings;
    const definition = findAggregation(aggregation.rule);
    assert(definition !== undefined, 'a resolved cell names a rule that exists', { rule: aggregation.rule });
    const setting = { parameters: parametersOf(this.plan()), trainers: this.trainers.length, epochs, batch, rate };
    return definition.create(aggregation.parameters, setting);
  }

  private plan(): TrainingPlan {
    const { hidden, epochs, batch, rate, optimiser, compression } = this.settings;
    const { features, classes } = this.set;
    const plan = { features, hidden, classes, epochs, batch, rate, optimiser, compression: { kind: 'none' } } as const;
    const { kind, kept = 0 } = compression;
    if (kind !== 'sparsify') return { ...plan, compression: { kind } };
    return { ...plan, compression: { kind, kept: Math.max(1, Math.round(kept * parametersOf(plan))) } };
  }
}

/** A node, or what stands before it. */
export const guardOf = (federation: Federation | undefined): ((host: Host, node: Party) => Party) =>
  federation === undefined ? (_, node) => node : (host, node) => federation.guard(host, node);

/** The federation of a cell, if it learns. */
export function federationOf(
  cell: Cell,
  set: TrainingSet | undefined,
  nodes: readonly Trainer[],
  aggregator: PartyId | undefined,
  stream: (name: string) => Stream,
): Federation | undefined {
  if (aggregator === undefined) return undefined;
  assert(set !== undefined, 'a world that learns is given the data');
  return new Federation(cell, set, nodes, aggregator, stream);
}
