// The cases of `npm run validate` at counts too small to prove anything but that nothing is grossly wrong: the first
// figure of each within 10 % of theory, and strategies that must do the same doing exactly the same.

import { expect, it } from 'vitest';
import { runExperiment } from '../../sim/experiment/index.ts';
import type { Cell, ResolvedScenario } from '../../sim/scenario/index.ts';
import { cases } from '../validation/cases.ts';
import { Factors } from '../validation/expectation.ts';
import { judge, judgeAgreement } from '../validation/judge.ts';
import { clock, loadCase } from '../validation/run-case.ts';

const TASKS = 16_000;
const SEEDS = [1, 2];
/** Without the one that needs thousands of runs, and those that are slow to start. */
const chosen = cases.filter(({ scenario }) => !['fork-join', 'power-of-d'].includes(scenario));

it('comes near the closed form of every case', async () => {
  const scenarios = await Promise.all(chosen.map(async ({ scenario }) => loadCase(scenario, { workers: 2 })));
  const groups = scenarios.map(({ cells }, at) => (chosen[at]!.agree === undefined ? [cells[0]!] : cells));
  const runs = await runAll(scenarios[0]!, groups.flat().map(shortened));
  groups.forEach((cells, at) => {
    const { scenario, agree = [], expect: expected } = chosen[at]!;
    const [first, ...others] = cells.map(({ id }) => runs.get(id)!);
    const [figure] = expected(new Factors(cells[0]!.factors), false);
    const { exact, mean } = judge(figure!, first!);
    expect(Math.abs(mean / exact - 1), `${scenario}: ${mean} against ${exact}`).toBeLessThan(0.1);
    for (const metric of agree) {
      for (const other of others) expect(judgeAgreement(metric, first!, other).mean, scenario).toBeCloseTo(1, 9);
    }
  });
});

async function runAll(frame: ResolvedScenario, cells: readonly Cell[]) {
  const ran = await runExperiment({ ...frame, seeds: SEEDS, cells }, { workers: 2, clock: clock() });
  if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
  expect(ran.value.results.verdict).toBe('pass');
  return new Map(ran.value.results.cells.map(({ id, runs }) => [id, runs.map(({ metrics }) => metrics)]));
}

const shortened = (cell: Cell): Cell => ({
  ...cell,
  stop: { tasks: TASKS },
  warmup: { kind: 'tasks', tasks: TASKS / 10 },
});
