// The section `faults`: what goes wrong on purpose, to whom, and when.

import { z } from 'zod';
import type { Duration, Failure } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import { choice, flag, fraction, later, listOf, mapping, number, report, text } from './kit.ts';
import * as messages from './messages.ts';
import { ALL_NODES, COORDINATOR, knownNames, membersNamed, type NamedGroup, nodesNamed } from './node-names.ts';
import { time, writeQuantity } from './quantities.ts';
import type { Path, Plain } from './tree.ts';
import type { Fault } from './types.ts';
import { duration } from './values.ts';

const NAMES_MAX = 1_000_000;
/** Parties that are no nodes. */
const OTHERS = [COORDINATOR, 'clients'];

/** A group, and the grid that its nodes hang on. */
type PlacedGroup = NamedGroup & { readonly region: string };

interface When {
  readonly at: Duration;
  readonly for?: Duration;
}

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
  readonly blackout?: { readonly regions: readonly string[] };
  /** It is no fault: it ends those that have begun. */
  readonly heal?: string;
}

export type WrittenFault = Kinds & When;

/** Those that name the nodes they touch, and resolve to themselves. */
const ON_NODES = [
  ...(['crash', 'delay', 'drop', 'slow', 'clog', 'reorder', 'duplicate', 'corrupt', 'pause', 'clock'] as const),
  'throttle' as const,
];
const KINDS = [...ON_NODES, 'partition', 'blackout', 'heal'] as const;
/** What they hold back arrives when they end: they must. */
const ENDING = ['partition', 'clog', 'pause'] as const;
/** Parameters that are durations. */
const TIMES = ['by', 'step'];
const laterKinds = 'disk overheat'.split(' ');

const names = (description: string, least: number) =>
  listOf(
    'a list of names',
    text('a name of a node or a group, or all', 'A node, a group, or "all".'),
    NAMES_MAX,
    least,
  ).meta({
    description,
  });

const less = (what: string) => (value: number) => (value < 1 ? undefined : messages.outOfRange(`less than 1: ${what}`));
const atLeastOne = (value: number) => (value >= 1 ? undefined : messages.outOfRange('at least 1'));
const whose = () => names('Whose messages, both ways.', 1);

const ofMessages = {
  duplicate: mapping('{ nodes, probability, by }', {
    nodes: whose(),
    probability: fraction('Of each message coming twice.'),
    by: duration('How much later at most it comes again.').prefault('1 s'),
  })
    .meta({ description: 'Messages are delivered a second time; bulk transfers are not.' })
    .exactOptional(),
  corrupt: mapping('{ nodes, probability }', {
    nodes: whose(),
    probability: fraction('Of each transmission being damaged.', less('a partition loses all')),
  })
    .meta({ description: 'Transmissions fail the check of their integrity, are thrown away, and are sent again.' })
    .exactOptional(),
  throttle: mapping('{ nodes, times }', {
    nodes: names('Whose access links.', 1),
    times: number('How many times less they carry.', 'a number of at least 1', atLeastOne),
  })
    .meta({ description: 'Bandwidth collapses. Nothing, where it has no limit.' })
    .exactOptional(),
};

const ofProcesses = {
  pause: mapping('{ nodes }', { nodes: names('Who stands still.', 1) })
    .meta({ description: 'Processes stop and go on: messages wait, timers are late, work takes as much longer.' })
    .exactOptional(),
  clock: mapping('{ nodes, step, rate }', {
    nodes: names('Whose clocks.', 1),
    step: duration('How far ahead they jump.').prefault('0 s'),
    rate: number('Seconds that they count in one.', 'a number above 0', (value) =>
      value > 0 ? undefined : messages.outOfRange('above 0'),
    ).prefault(1),
  })
    .meta({ description: 'Clocks go wrong. When it ends they stand still until true time has caught up.' })
    .exactOptional(),
};

const fault: z.ZodType<WrittenFault> = mapping('a fault, such as { crash: { nodes: [node-1] }, at: 30 s, for: 10 s }', {
  crash: mapping('{ nodes }', { nodes: names('Who crashes.', 1) })
    .meta({ description: 'Nodes stop at once, and come back after "for".' })
    .exactOptional(),
  partition: mapping('{ groups, oneWay }', {
    groups: listOf(
      'a list of lists of names',
      names('Nodes, groups, "coordinator" or "clients".', 1),
      NAMES_MAX,
      2,
    ).meta({
      description: 'The sides. Whoever is not named is with the first.',
    }),
    oneWay: flag('Messages of the first side still reach the others.').prefault(false),
  })
    .meta({ description: 'Messages between the sides wait until it ends.' })
    .exactOptional(),
  delay: mapping('{ nodes, by }', {
    nodes: names('Whose messages, both ways.', 1),
    by: duration('How much later they arrive.'),
  })
    .meta({ description: 'Messages are late.' })
    .exactOptional(),
  drop: mapping('{ nodes, probability }', {
    nodes: names('Whose messages, both ways.', 1),
    probability: fraction('Of each transmission being lost.', less('a partition loses all')),
  })
    .meta({ description: 'Transmissions are lost, and sent again after a time-out that doubles.' })
    .exactOptional(),
  slow: mapping('{ nodes, times }', {
    nodes: names('Who is slow.', 1),
    times: number('How many times as long work takes that begins then.', 'a number of at least 1', atLeastOne),
  })
    .meta({ description: 'Work takes longer.' })
    .exactOptional(),
  clog: mapping('{ nodes }', { nodes: names('Whose messages, both ways.', 1) })
    .meta({ description: 'Messages wait until it ends.' })
    .exactOptional(),
  reorder: mapping('{ nodes, probability, by }', {
    nodes: names('Whose messages, both ways.', 1),
    probability: fraction('Of each message being overtaken.'),
    by: duration('How much later it arrives at most.'),
  })
    .meta({ description: 'Messages are late by chance, and others of the same pair overtake them.' })
    .exactOptional(),
  ...ofMessages,
  ...ofProcesses,
  blackout: mapping('{ regions }', {
    regions: listOf('a list of regions', text('a region', 'A region.'), NAMES_MAX, 1).meta({ description: 'Where.' }),
  })
    .meta({ description: 'All nodes of a region crash at once: their grid is down.' })
    .exactOptional(),
  heal: choice('what heals', 'Ends every fault that has begun.', ['all']).exactOptional(),
  at: duration('When it happens.'),
  for: duration('How long it lasts. For good if absent.').exactOptional(),
  ...Object.fromEntries(laterKinds.map((kind) => [kind, later(`the fault "${kind}"`, `use ${KINDS.join(', ')}`)])),
}).transform((given, context): WrittenFault => {
  const written = given as unknown as WrittenFault;
  const kinds = KINDS.filter((kind) => written[kind] !== undefined);
  if (kinds.length !== 1) report(context, { failure: messages.notOne('what goes wrong', [...KINDS], kinds) });
  if (written.heal !== undefined && written.for !== undefined) {
    report(context, { failure: messages.notOne('when a fault ends', ['heal', 'for'], ['heal', 'for']) }, ['for']);
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
    const cures = all.filter(({ heal, at }) => heal !== undefined && at > one.at).map(({ at }) => at - one.at);
    const least = Math.min(one.for ?? Infinity, ...cures);
    return least === Infinity ? one : { ...one, for: least as Duration };
  });
}

export function writeFaults(all: readonly WrittenFault[]): Plain {
  return all.map(({ at, for: length, ...kinds }) => ({
    ...writeKind(kinds),
    at: writeTime(at),
    ...(length !== undefined && { for: writeTime(length) }),
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
    TIMES.includes(name) ? writeTime(value as Duration) : (value as Plain),
  ]);
  return { [kind]: Object.fromEntries(parameters) };
}

/** The faults with the names of single nodes, and members, in place of groups and regions. */
export function resolveFaults(all: readonly WrittenFault[], groups: readonly PlacedGroup[], members: number): Fault[] {
  const named = (list: readonly string[]): string[] => [
    ...new Set(
      list.flatMap((name) => {
        return membersNamed(name, members) ?? (OTHERS.includes(name) ? [name] : nodesNamed(name, groups)!);
      }),
    ),
  ];
  const inRegions = (regions: readonly string[]): string[] =>
    groups.filter(({ region }) => regions.includes(region)).flatMap(({ group }) => nodesNamed(group, groups)!);
  return all.flatMap((written): Fault[] => {
    const { partition, blackout, at, for: length } = written;
    const when = { at, ...(length !== undefined && { for: length }) };
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

/** Names that mean nobody. */
export function checkNames(
  all: readonly WrittenFault[],
  groups: readonly PlacedGroup[],
  members: number,
  complain: (path: Path, failure: Failure) => void,
): void {
  const check = (path: Path, list: readonly string[], others: readonly string[]): void => {
    for (const [position, name] of list.entries()) {
      if (name === ALL_NODES || others.includes(name) || nodesNamed(name, groups) !== undefined) continue;
      if (membersNamed(name, members) !== undefined) continue;
      const federation = members > 1 ? [COORDINATOR, `${COORDINATOR}-1`, `${COORDINATOR}-${members}`] : [];
      const known = [...new Set([...knownNames(groups), ALL_NODES, ...federation, ...others])];
      complain([...path, position], messages.unknownName('node or group', name, known));
    }
  };
  const regions = [...new Set(groups.map(({ region }) => region))];
  for (const [index, written] of all.entries()) {
    const { partition, blackout } = written;
    for (const [position, name] of (blackout?.regions ?? []).entries()) {
      if (regions.includes(name)) continue;
      complain(
        ['faults', index, 'blackout', 'regions', position],
        messages.unknownName('node in the region', name, regions),
      );
    }
    for (const kind of ON_NODES) {
      const one = written[kind];
      if (one !== undefined) check(['faults', index, kind, 'nodes'], one.nodes, []);
    }
    for (const [side, list] of (partition?.groups ?? []).entries()) {
      check(['faults', index, 'partition', 'groups', side], list, OTHERS);
    }
  }
}

const writeTime = (value: Duration): string => writeQuantity(value, time);
