// The section `coordinators`: one that is trusted, or a federation of 3f + 1, of whom f may lie.

import { z } from 'zod';
import type { Duration } from '../../core/foundation/index.ts';
import { memberBehaviour, writeMemberBehaviours } from './behaviour.ts';
import { lyingAlone, noFederation } from './coordinator-messages.ts';
import { defaults } from './defaults.ts';
import { count, listOf, mapping, name, report } from './kit.ts';
import * as messages from './messages.ts';
import { time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { ByzantineMember, Coordinators } from './types.ts';
import { duration } from './values.ts';

/** Beyond it, what members say to one another is all that there is. */
const COUNT_MAX = 100;

export type WrittenCoordinators = Required<Coordinators>;

const byzantine: z.ZodType<ByzantineMember> = mapping('a member that lies, such as { member: 2, behaviour: silent }', {
  member: count('Which one: 1 is the first primary.', 1, COUNT_MAX),
  behaviour: memberBehaviour,
});

export const coordinators: z.ZodType<WrittenCoordinators> = mapping('{ count, region, patience, byzantine }', {
  count: count('Members of the federation: 1, which is trusted, or 3f + 1, of whom f may lie.', 1, COUNT_MAX)
    .transform((given, context) => {
      if (given % 3 !== 1) report(context, { failure: noFederation(given) });
      return given;
    })
    .prefault(defaults.coordinators.count),
  region: name('a region', 'Where they are; a label unless "network" has regions.').prefault(defaults.region),
  patience: duration(
    'How long a request waits until members replace their primary. Doubles while that fails.',
  ).prefault(defaults.coordinators.patience),
  byzantine: listOf('a list of members that lie', byzantine, COUNT_MAX)
    .meta({ description: 'Members that lie. More than f of them break what the federation promises.' })
    .prefault([]),
})
  .transform((given, context) => {
    for (const [index, { member }] of given.byzantine.entries()) {
      const path = ['byzantine', index, 'member'];
      if (given.count === 1) report(context, { failure: lyingAlone() }, path);
      else if (member > given.count) {
        report(
          context,
          { failure: messages.outOfRange(`1 to ${given.count}`, `there are ${given.count} members`) },
          path,
        );
      }
      if (given.byzantine.findIndex((one) => one.member === member) < index) {
        report(context, { failure: messages.twice('member', String(member)) }, path);
      }
    }
    return given;
  })
  .meta({ description: 'The coordinators of the mesh: one that is trusted, or a federation of 3f + 1 members.' })
  .prefault({});

/** What a cell says of them: nothing, if there is nothing to say. */
export function resolveCoordinators(
  { count, region, patience, byzantine }: WrittenCoordinators,
  placed: boolean,
): { readonly coordinators?: Coordinators } {
  if (count > 1) return { coordinators: { region, count, patience, ...(byzantine.length > 0 && { byzantine }) } };
  return placed ? { coordinators: { region } } : {};
}

export function writeCoordinators({ count, region, patience, byzantine }: WrittenCoordinators): Plain {
  if (count === 1) return { count, region };
  const liars = byzantine.map(({ member, behaviour }) => ({ member, behaviour: writeMemberBehaviours(behaviour) }));
  const whole = { count, region, patience: writeQuantity(patience satisfies Duration, time) };
  return liars.length === 0 ? whole : { ...whole, byzantine: liars };
}
