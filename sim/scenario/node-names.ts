// Names of nodes: those of a group `pi` are pi-1, pi-2 and so on.

/** What names can refer to. */
export interface NamedGroup {
  readonly group: string;
  readonly count: number;
}

export const ALL_NODES = 'all';
export const COORDINATOR = 'coordinator';
export const AGGREGATOR = 'aggregator';
export const KEEPER = 'keeper';
export const FUNCTIONARY = 'functionary';

/** The names of the nodes that `name` means: a node, a group, or all. Undefined if there is none of that name. */
export function nodesNamed(name: string, groups: readonly NamedGroup[]): string[] | undefined {
  if (name === ALL_NODES) return groups.flatMap(namesOf);
  const group = groups.find((candidate) => candidate.group === name);
  if (group !== undefined) return namesOf(group);
  return groupOfNode(name, groups) === undefined ? undefined : [name];
}

/** The members of a federation that `name` means: all, or one. Undefined if there is none of that name. */
export function membersNamed(name: string, members: number): string[] | undefined {
  return members > 1 && name !== ALL_NODES ? nodesNamed(name, [{ group: COORDINATOR, count: members }]) : undefined;
}

/** Who keeps a peg: its keeper, and the functionaries, all or one. Undefined if there is none of that name. */
export function functionariesNamed(name: string, count: number): string[] | undefined {
  if (count === 0 || name === ALL_NODES) return undefined;
  return name === KEEPER ? [KEEPER] : nodesNamed(name, [{ group: FUNCTIONARY, count }]);
}

/** The group that has a node of this name. */
export function groupOfNode(name: string, groups: readonly NamedGroup[]): string | undefined {
  const parts = /^(.+)-([1-9]\d{0,8})$/.exec(name);
  const group = groups.find((candidate) => candidate.group === parts?.[1]);
  return group !== undefined && Number(parts![2]) <= group.count ? group.group : undefined;
}

/** For messages: every group, and the first and the last node of each. */
export function knownNames(groups: readonly NamedGroup[]): string[] {
  return groups.flatMap(({ group, count }) => [
    group,
    ...(count > 0 ? [`${group}-1`] : []),
    ...(count > 1 ? [`${group}-${count}`] : []),
  ]);
}

const namesOf = ({ group, count }: NamedGroup): string[] =>
  Array.from({ length: count }, (_, index) => `${group}-${index + 1}`);
