// Variants of a scenario for a campaign: each seed turns another subset of its faults and behaviours on, at other times
// (swarm testing: Groce et al., ISSTA 2012), and every fault ends.

import type { Random } from '../../core/protocol/index.ts';
import { openStream } from '../kernel/index.ts';
import { type Document, listOf, type Mapping, scaled, without } from './document.ts';
import { calmer, swarmedSettlement } from './swarm-settlement.ts';

/** Sections that a reader is better off without, where their defaults do. */
const PLAIN = [
  ...['liveness', 'safety', 'breaker', 'invariants', 'fidelity', 'grid', 'start', 'coordinators', 'warmup'],
  ...['devices', 'network', 'scheduling', 'reputation', 'recovery', 'faults'],
];

/** What a fault that was to last for good is healed after. */
const HEALED_AFTER = '60 s';

/** The variant of a seed. Seed by seed the same, whatever else is checked. */
export function swarmed(document: Document, seed: number): Document {
  const random = openStream(seed, 'swarm');
  const tossed = (): boolean => random.uniform() < 0.5;
  const faults = listOf(document['faults'])
    .filter((fault) => fault['heal'] === undefined && tossed())
    .map((fault) => {
      const by = 0.5 + random.uniform();
      const ends = typeof fault['until'] === 'string' ? { until: scaled(fault['until'], by) } : {};
      return { ...fault, at: scaled(String(fault['at']), by), for: fault['for'] ?? HEALED_AFTER, ...ends };
    });
  const nodes = someBehaviours(document['nodes'], tossed);
  const coordinators = swarmedMembers(document['coordinators'], random, tossed);
  const settlement = swarmedSettlement(document['settlement'], random, tossed);
  const workload = someBehaviours(document['workload'], tossed);
  const others = { ...(coordinators && { coordinators }), ...(settlement && { settlement }) };
  return withSeed({ ...document, faults, nodes, ...others, workload }, seed);
}

/** Groups of nodes, or workloads, with some of the ways in which they lie. */
const someBehaviours = (section: unknown, tossed: () => boolean): readonly Mapping[] =>
  listOf(section).map((each) => {
    const worn = each['behaviour'] === undefined ? [] : listOf(each['behaviour']).filter(tossed);
    return { ...without(each, 'behaviour'), ...(worn.length > 0 && { behaviour: worn }) };
  });

/** Some of the ways in which members lie, each time of others: whoever is named first may be any of them. */
function swarmedMembers(coordinators: unknown, random: Random, tossed: () => boolean): Mapping | undefined {
  const federation = (coordinators ?? {}) as Mapping;
  const liars = listOf(federation['byzantine']);
  if (liars.length === 0) return undefined;
  const count = Number(federation['count']);
  const turn = Math.floor(random.uniform() * count);
  const lying = liars.flatMap(({ member, behaviour }) => {
    const worn = listOf(behaviour).filter(tossed);
    return worn.length === 0 ? [] : [{ member: ((Number(member) - 1 + turn) % count) + 1, behaviour: worn }];
  });
  return { ...federation, byzantine: lying };
}

export const withSeed = (document: Document, seed: number): Document => ({
  ...document,
  seeds: { from: seed, count: 1 },
});

/** Smaller variants, the boldest first: fewer faults, fewer liars, fewer nodes, fewer tasks, less time. */
export function smaller(document: Document): readonly Document[] {
  const faults = listOf(document['faults']);
  const nodes = listOf(document['nodes']);
  const stop = (document['stop'] ?? {}) as Mapping;
  const tasks = Number(stop['tasks'] ?? 0);
  const without_ = (at: number): Document => ({ ...document, faults: faults.filter((_, index) => index !== at) });
  const group = (at: number, change: Mapping): Document => ({
    ...document,
    nodes: nodes.map((each, index) => (index === at ? { ...each, ...change } : each)),
  });
  return [
    ...(faults.length > 1 ? [{ ...document, faults: [] }] : []),
    ...faults.map((_, at) => without_(at)),
    ...(nodes.length > 1
      ? nodes.map((_, at) => ({ ...document, nodes: nodes.filter((_, index) => index !== at) }))
      : []),
    ...honester(document, 'nodes'),
    ...honester(document, 'workload'),
    ...fewerLiars(document),
    ...calmer(document['settlement']).map((settlement) => ({ ...document, settlement })),
    ...nodes.flatMap((each, at) => fewer(Number(each['count'] ?? 1)).map((count) => group(at, { count }))),
    ...(tasks > 0 ? fewer(tasks).map((fewerTasks) => ({ ...document, stop: { ...stop, tasks: fewerTasks } })) : []),
    ...shorter(stop['after']).map((after) => ({ ...document, stop: { ...stop, after } })),
    ...PLAIN.filter((key) => Object.hasOwn(document, key)).map((key) => without(document, key)),
  ];
}

/** With one group of nodes, or the clients of one workload, honest. */
function honester(document: Document, section: 'nodes' | 'workload'): readonly Document[] {
  const all = listOf(document[section]);
  return all.flatMap((each, at) =>
    each['behaviour'] === undefined
      ? []
      : [{ ...document, [section]: all.map((one, index) => (index === at ? without(one, 'behaviour') : one)) }],
  );
}

/** Without one of the members that lie, or without one of its ways. */
function fewerLiars(document: Document): readonly Document[] {
  const federation = (document['coordinators'] ?? {}) as Mapping;
  const liars = listOf(federation['byzantine']);
  const lying = (byzantine: readonly Mapping[]): Document => ({
    ...document,
    coordinators: { ...federation, byzantine },
  });
  return liars.flatMap((liar, at) => {
    const ways = listOf(liar['behaviour']);
    const fewerWays = ways.length < 2 ? [] : ways.map((_, way) => ways.filter((__, other) => other !== way));
    return [
      lying(liars.filter((_, other) => other !== at)),
      ...fewerWays.map((behaviour) => lying(liars.map((one, other) => (other === at ? { ...one, behaviour } : one)))),
    ];
  });
}

/** A quarter and a half of the time in which tasks are submitted, as long as that is a second or more of its unit. */
function shorter(after: unknown): readonly string[] {
  if (typeof after !== 'string') return [];
  return [0.25, 0.5].map((part) => scaled(after, part)).filter((text) => Number.parseFloat(text) >= 1);
}

/** A quarter, a half, one less. */
function fewer(count: number): readonly number[] {
  const all = [Math.floor(count / 4), Math.floor(count / 2), count - 1];
  return [...new Set(all)].filter((each) => each >= 1 && each < count);
}
