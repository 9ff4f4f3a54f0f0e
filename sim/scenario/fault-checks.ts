// What a fault names that is not there, and faults that could do nothing to anybody.

import type { Failure } from '../../core/foundation/index.ts';
import { type Offices, ON_NODES, OTHERS, type PlacedGroup, type WrittenFault } from './faults.ts';
import * as messages from './messages.ts';
import {
  AGGREGATOR,
  ALL_NODES,
  COORDINATOR,
  FUNCTIONARY,
  functionariesNamed,
  KEEPER,
  knownNames,
  membersNamed,
  nodesNamed,
} from './node-names.ts';
import type { RunSections } from './schema.ts';
import type { Path } from './tree.ts';

type Complain = (path: Path, failure: Failure) => void;

/** Kinds of faults of a device: coordinators have none. */
const OF_DEVICES: readonly string[] = ['slow', 'throttle', 'memory', 'overheat', 'churn'];

/** What an aggregator can meet with: a log of its own brings it through crashes. */
const OF_AGGREGATORS: readonly string[] = 'crash delay drop clog reorder duplicate corrupt'.split(' ');

/** What happens to messages and timers happens to functionaries as well. */
const OF_PEGS: readonly string[] = 'partition delay drop clog reorder duplicate corrupt pause clock'.split(' ');

/** Names that mean nobody. */
export function checkNames(
  all: readonly WrittenFault[],
  groups: readonly PlacedGroup[],
  { members, functionaries, learns }: Offices & { readonly learns: boolean },
  complain: Complain,
): void {
  const federation = [COORDINATOR, `${COORDINATOR}-1`, `${COORDINATOR}-${members}`];
  const peg = [KEEPER, FUNCTIONARY, `${FUNCTIONARY}-1`, `${FUNCTIONARY}-${functionaries}`];
  const check = (path: Path, list: readonly string[], others: readonly string[], coordinates: boolean): void => {
    const seats = OF_PEGS.includes(String(path[2])) ? functionaries : 0;
    for (const [position, name] of list.entries()) {
      if (name === ALL_NODES || others.includes(name) || nodesNamed(name, groups) !== undefined) continue;
      if (coordinates && membersNamed(name, members) !== undefined) continue;
      if (functionariesNamed(name, seats) !== undefined) continue;
      const more = [...(coordinates && members > 1 ? federation : []), ...(seats > 0 ? peg : [])];
      const known = [...new Set([...knownNames(groups), ALL_NODES, ...more, ...others])];
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
      const coordinates = !OF_DEVICES.includes(kind) && (kind !== 'disk' || members === 1);
      const others = coordinates && members === 1 ? [COORDINATOR] : [];
      if (learns && OF_AGGREGATORS.includes(kind)) others.push(AGGREGATOR);
      if (one !== undefined) check(['faults', index, kind, 'nodes'], one.nodes, others, coordinates);
    }
    for (const [side, list] of (partition?.groups ?? []).entries()) {
      check(['faults', index, 'partition', 'groups', side], list, learns ? OTHERS : WITHOUT_AGGREGATOR, true);
    }
  }
}

const WITHOUT_AGGREGATOR = OTHERS.filter((name) => name !== AGGREGATOR);

type Known = Partial<RunSections>;

/** `isHeated`: whether the nodes of a group have a heat model. */
export function checkTouches(
  { faults = [], nodes = [], workload = [], federated, recovery }: Known,
  isHeated: (group: RunSections['nodes'][number]) => boolean,
  complain: Complain,
): void {
  const touches = (names: readonly string[], group: PlacedGroup): boolean =>
    names.some((name) => nodesNamed(name, [group]) !== undefined);
  const hungry = federated !== undefined || workload.some(({ needs, task }) => needs.memory !== undefined || task);
  for (const [index, { overheat, memory, disk }] of faults.entries()) {
    const about = ['faults', index] as const;
    if (overheat !== undefined && !nodes.some((group) => touches(overheat.nodes, group) && isHeated(group))) {
      complain([...about, 'overheat'], messages.faultOfNothing('none of these nodes has a heat model', HEAT));
    }
    if (memory !== undefined && !hungry) {
      complain([...about, 'memory'], messages.faultOfNothing('no work here needs any memory', MEMORY));
    }
    const forgets = disk?.fails === 'unsynced' && disk.nodes.includes(COORDINATOR);
    if (forgets && workload.some(({ expires }) => expires === undefined)) {
      complain([...about, 'disk'], messages.forgottenForEver());
    }
    if (disk === undefined || recovery !== 'lose') continue;
    if (nodes.some((group) => touches(disk.nodes, group))) {
      complain([...about, 'disk'], messages.faultOfNothing('nodes keep nothing on disk with recovery: lose', DISK));
    }
  }
}

const HEAT = 'use a device of "ambient list devices", or give theirs a "thermal"';
const MEMORY = 'give a workload "needs: { memory: 256 MiB }", or a real "task"';
const DISK = 'write recovery: requeue, or name the coordinator alone';
