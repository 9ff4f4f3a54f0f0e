// The segment circuit without one of its constraints, for each of them: somebody could lie.

import type { Check, Tell } from './check.ts';
import { remarkOn } from './circuit/forgery-check.ts';
import { removals } from './circuit/removals.ts';
import { type Circuit, compiled } from './circuit/weakened.ts';

/** About as long as so many tasks. */
const TASKS = 200_000;

let whole: Promise<Circuit> | undefined;

/** One check for each group of constraints. */
export const circuitChecks: readonly Check[] = [...new Set(removals.map(({ group }) => group))].map((group) => {
  const own = removals.filter((each) => each.group === group);
  return {
    name: `circuit, ${group}: each of ${own.length} constraints is missed`,
    tasks: TASKS * own.length,
    inputs: { group, removals: own.length },
    run: async (tell: Tell) => {
      whole ??= compiled();
      const remarks: string[] = [];
      for (const [done, removal] of own.entries()) {
        tell(done, own.length);
        const remark = await remarkOn(removal, await whole, await compiled(removal));
        if (remark !== undefined) remarks.push(remark);
      }
      return { passed: remarks.length === 0, rows: [], remarks };
    },
  };
});
