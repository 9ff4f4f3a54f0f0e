// The section `faults`: what goes wrong on purpose, to whom, and when.

import { z } from 'zod';
import type { Bytes, Celsius, Duration } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import { writeTimeDistribution } from './distributions.ts';
import type { DiskFailure, Fault } from './fault-kinds.ts';
import { faultKinds } from './fault-schemas.ts';
import { choice, fraction, listOf, mapping, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import {
  AGGREGATOR,
  ALL_NODES,
  COORDINATOR,
  functionariesNamed,
  membersNamed,
  type NamedGroup,
  nodesNamed,
} from './node-names.ts';
import { size, temperature, time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Distribution } from './types.ts';
import { duration } from './values.ts';

/** Parties that are no nodes. */
export const OTHERS: readonly string[] = [COORDINATOR, 'clients', AGGREGATOR];

/** A group, and the grid that its nodes hang on. */
export type PlacedGroup = NamedGroup & { readonly region: string };

type When = Pick<Fault, 'at' | 'for' | 'stability' | 'until'> & { readonly probability?: number };

interface On {
  readonly nodes: readonly string[];
}

interface Kinds {
  readonly crash?: On;
  readonly partition?: { readonly groups: readonly (readonly string[])[]; readonly oneWay: boolean };
  readonly delay?: On & { readonly by: Duration };
  readonly drop?: On & { readonly probability: number };
  readonly slow?: On & { readonly times: number };
  readonly clog?: On;
  readonly reorder?: On & { readonly probability: number; readonly by: Duration };
  readonly duplicate?: On & { readonly probability: number; readonly by: Duration };
  readonly corrupt?: On & { readonly probability: number };
  readonly pause?: On;
  readonly clock?: On & { readonly step: Duration; readonly rate: number };
  readonly throttle?: On & { readonly times: number };
  readonly memory?: On & { readonly free: Bytes };
  readonly overheat?: On & { readonly ambient: Celsius };
  readonly churn?: On & { readonly up: Distribution; readonly down: Distribution };
  readonly disk?: On & { readonly fails: DiskFailure };
  readonly blackout?: { readonly regions: readonly string[] };
  /** It is no fault: it ends those that have begun. */
  readonly heal?: string;
}

export type WrittenFault = Kinds & When;
type OnNodes = Exclude<keyof Kinds, 'partition' | 'blackout' | 'heal'>;

/** Those that name the nodes they touch, and resolve to themselves. */
export const ON_NODES: readonly OnNodes[] = [
  ...(['crash', 'delay', 'drop', 'slow', 'clog', 'reorder', 'duplicate', 'corrupt', 'pause', 'clock'] as const),
  ...(['throttle', 'memory', 'overheat', 'churn', 'disk'] as const),
];
const KINDS = [...ON_NODES, 'partition', 'blackout', 'heal'] as const;
/** What they hold back arrives when they end: they must. */
const ENDING = ['partition', 'clog', 'pause'] as const;
/** How parameters that are no plain values are written. */
const WRITERS: Readonly<Record<string, (value: never) => Plain>> = {
  by: (value: Duration) => writeTime(value),
  step: (value: Duration) => writeTime(value),
  free: (value: Bytes) => writeQuantity(value, size),
  ambient: (value: Celsius) => writeQuantity(value, temperature),
  up: writeTimeDistribution,
  down: writeTimeDistribution,
};
/** Of a fault as it is resolved: whom, when, and whether. */
const NO_PARAMETERS = ['kind', 'nodes', 'at', 'for', 'chance', 'stability', 'until'];
/** Draws of one fault at most. */
const TIMES_MAX = 10_000;

const fault: z.ZodType<WrittenFault> = mapping('a fault, such as { crash: { nodes: [node-1] }, at: 30 s, for: 10 s }', {
  ...faultKinds,
  heal: choice('what heals', 'Ends every fault that has begun.', ['all']).exactOptional(),
  at: duration('When it happens.'),
  for: duration('How long it lasts. For good if absent.').exactOptional(),
  probability: fraction('That it happens: each seed draws for itself. Always, if absent.').exactOptional(),
  stability: duration(
    'With "until": it may come again. When it is over, or was not drawn, all is quiet for so long; then it is drawn again.',
    positive,
  ).exactOptional(),
  until: duration('Of a fault that may come again: nothing of it is left then.').exactOptional(),
}).transform((given, context): WrittenFault => {
  const written = given as unknown as WrittenFault;
  const kinds = KINDS.filter((kind) => written[kind] !== undefined);
  if (kinds.length !== 1) report(context, { failure: messages.notOne('what goes wrong', [...KINDS], kinds) });
  const { heal, for: length, at, stability, until } = written;
  const inert = (['for', 'probability', 'stability', 'until'] as const).filter((key) => written[key] !== undefined);
  if (heal !== undefined && inert.length > 0) {
    report(context, { failure: messages.notOne('when a fault ends', ['heal', ...inert], ['heal', ...inert]) }, [
      inert[0]!,
    ]);
  }
  if ((stability === undefined) !== (until === undefined)) {
    report(context, { failure: messages.halfRecurring() }, [stability === undefined ? 'until' : 'stability']);
  }
  if (stability === undefined || until === undefined) return written;
  if (length === undefined) report(context, { failure: messages.missing('how long it lasts each time') }, ['for']);
  if (until <= at) report(context, { failure: messages.backwards('"at"', '"until"') }, ['until']);
  if ((until - at) / stability > TIMES_MAX) {
    report(context, { failure: messages.outOfRange(`at least ${(until - at) / TIMES_MAX / 1e6} s`) }, ['stability']);
  }
  return written;
});

export const faults: z.ZodType<WrittenFault[]> = listOf('a list of faults', fault, limits.listItems)
  .transform((all, context) => {
    const ending = healed(all);
    for (const [index, written] of ending.entries()) {
      const kind = ENDING.find((each) => written[each] !== undefined);
      if (written.for !== undefined || kind === undefined) continue;
      report(context, { failure: messages.endlessPartition() }, [index, kind]);
    }
    return ending;
  })
  .meta({ description: 'What goes wrong, and when.' })
  .prefault([]);

/** Each fault lasts until its end or until all is healed, whichever comes first. */
function healed(all: readonly WrittenFault[]): WrittenFault[] {
  return all.map((one): WrittenFault => {
    if (one.heal !== undefined) return one;
    const cure = Math.min(...all.filter(({ heal, at }) => heal !== undefined && at > one.at).map(({ at }) => at));
    if (one.until !== undefined) return { ...one, until: Math.min(one.until, cure) as Duration };
    const least = Math.min(one.for ?? Infinity, cure - one.at);
    return least === Infinity ? one : { ...one, for: least as Duration };
  });
}

export function writeFaults(all: readonly WrittenFault[]): Plain {
  return all.map(({ at, for: length, probability, stability, until, ...kinds }) => ({
    ...writeKind(kinds),
    at: writeTime(at),
    ...(length !== undefined && { for: writeTime(length) }),
    ...(probability !== undefined && { probability }),
    ...(stability !== undefined && { stability: writeTime(stability) }),
    ...(until !== undefined && { until: writeTime(until) }),
  }));
}

function writeKind(written: Kinds): Readonly<Record<string, Plain>> {
  const { partition, blackout, heal } = written;
  if (partition !== undefined) return { partition: { groups: partition.groups, oneWay: partition.oneWay } };
  if (blackout !== undefined) return { blackout: { regions: blackout.regions } };
  if (heal !== undefined) return { heal };
  const kind = ON_NODES.find((each) => written[each] !== undefined)!;
  const parameters = Object.entries(written[kind]!).map(([name, value]): [string, Plain] => [
    name,
    WRITERS[name]?.(value as never) ?? (value as Plain),
  ]);
  return { [kind]: Object.fromEntries(parameters) };
}

/** How many there are of those who are no nodes. */
export interface Offices {
  readonly members: number;
  readonly functionaries: number;
}

/** The faults with the names of single nodes, members and functionaries in place of groups and regions. */
export function resolveFaults(
  all: readonly WrittenFault[],
  groups: readonly PlacedGroup[],
  { members, functionaries }: Offices,
): Fault[] {
  const named = (list: readonly string[]): string[] => [
    ...new Set(
      list.flatMap((name) => {
        const office = membersNamed(name, members) ?? functionariesNamed(name, functionaries);
        return office ?? (OTHERS.includes(name) ? [name] : nodesNamed(name, groups)!);
      }),
    ),
  ];
  const inRegions = (regions: readonly string[]): string[] =>
    groups.filter(({ region }) => regions.includes(region)).flatMap(({ group }) => nodesNamed(group, groups)!);
  return all.flatMap((written): Fault[] => {
    const { partition, blackout } = written;
    const when = whenOf(written);
    if (blackout !== undefined) return [{ kind: 'crash', nodes: inRegions(blackout.regions), ...when }];
    const kind = ON_NODES.find((each) => written[each] !== undefined);
    if (kind !== undefined) {
      // The parameters of a kind, as it is written, are those of the kind, resolved.
      return [{ kind, ...written[kind]!, nodes: named(written[kind]!.nodes), ...when } as Fault];
    }
    if (partition === undefined) return [];
    const sides = partition.groups.map(named);
    return [{ kind: 'partition', nodes: sides.slice(1).flat(), groups: sides, oneWay: partition.oneWay, ...when }];
  });
}

/** A fault as a scenario would write it, but for when: names of whole groups in place of those of their nodes. */
export function faultInWords(fault: Fault, groups: readonly NamedGroup[], members: number): Plain {
  const all = members > 1 ? [...groups, { group: COORDINATOR, count: members }] : groups;
  const inShort = (names: readonly string[]): Plain => shortened(names, groups, all);
  if (fault.kind === 'partition') return { partition: { groups: fault.groups.map(inShort), oneWay: fault.oneWay } };
  const written = Object.entries(fault).flatMap(([name, value]): [string, Plain][] =>
    NO_PARAMETERS.includes(name) ? [] : [[name, WRITERS[name]?.(value as never) ?? (value as Plain)]],
  );
  return { [fault.kind]: { nodes: inShort(fault.nodes), ...Object.fromEntries(written) } };
}

function shortened(names: readonly string[], groups: readonly NamedGroup[], all: readonly NamedGroup[]): string[] {
  const holds = (parts: readonly string[]): boolean => parts.every((part) => names.includes(part));
  const everybody = nodesNamed(ALL_NODES, groups)!;
  const short = holds(everybody) ? [{ name: ALL_NODES, parts: everybody }] : [];
  const whole = all
    .map(({ group }) => ({ name: group, parts: nodesNamed(group, all)! }))
    .filter(({ parts }) => parts.length > 1 && holds(parts) && !short.some((other) => other.parts.includes(parts[0]!)));
  const found = [...short, ...whole];
  const rest = names.filter((name) => !found.some(({ parts }) => parts.includes(name)));
  return [...found.map(({ name }) => name), ...rest];
}

function whenOf({ at, for: length, probability, stability, until }: When): Omit<Fault, 'nodes' | 'kind'> {
  return {
    at,
    ...(length !== undefined && { for: length }),
    ...(probability !== undefined && { chance: probability }),
    ...(stability !== undefined && until !== undefined && { stability, until }),
  };
}

const writeTime = (value: Duration): string => writeQuantity(value, time);
