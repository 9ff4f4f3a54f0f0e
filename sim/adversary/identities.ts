// Machines that go by several names.

import { findBehaviour } from './behaviours.ts';

/** How many names each node of a group has, and whether all at once or one after the other. */
export interface SeveralNames {
  readonly count: number;
  readonly kind: 'together' | 'in-turn';
}

interface Chosen {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Undefined of nodes with one name. */
export function severalNames(behaviours: readonly Chosen[] = []): SeveralNames | undefined {
  for (const { name, parameters } of behaviours) {
    const kind = findBehaviour(name)?.identities;
    if (kind !== undefined) return { kind, count: Number(parameters['identities']) };
  }
  return undefined;
}
