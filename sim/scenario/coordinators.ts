// The section `coordinators`: one that is trusted, or a federation of 3f + 1, of whom f may lie.

import { z } from 'zod';
import type { Duration } from '../../core/foundation/index.ts';
import { defaults } from './defaults.ts';
import { count, mapping, name, report } from './kit.ts';
import * as messages from './messages.ts';
import { time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Coordinators } from './types.ts';
import { duration } from './values.ts';

/** Beyond it, what members say to one another is all that there is. */
const COUNT_MAX = 100;

export type WrittenCoordinators = Required<Coordinators>;

export const coordinators: z.ZodType<WrittenCoordinators> = mapping('{ count, region, patience }', {
  count: count('Members of the federation: 1, which is trusted, or 3f + 1, of whom f may lie.', 1, COUNT_MAX)
    .transform((given, context) => {
      if (given % 3 !== 1) report(context, { failure: messages.noFederation(given) });
      return given;
    })
    .prefault(defaults.coordinators.count),
  region: name('a region', 'Where they are; a label unless "network" has regions.').prefault(defaults.region),
  patience: duration(
    'How long a request waits until members replace their primary. Doubles while that fails.',
  ).prefault(defaults.coordinators.patience),
})
  .meta({ description: 'The coordinators of the mesh: one that is trusted, or a federation of 3f + 1 members.' })
  .prefault({});

/** What a cell says of them: nothing, if there is nothing to say. */
export function resolveCoordinators(
  { count, region, patience }: WrittenCoordinators,
  placed: boolean,
): { readonly coordinators?: Coordinators } {
  if (count > 1) return { coordinators: { region, count, patience } };
  return placed ? { coordinators: { region } } : {};
}

export function writeCoordinators({ count, region, patience }: WrittenCoordinators): Plain {
  if (count === 1) return { count, region };
  return { count, region, patience: writeQuantity(patience satisfies Duration, time) };
}
