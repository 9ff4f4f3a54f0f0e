// Runs that measured nothing, or would never end: none of them passes in silence.

import { expect, it } from 'vitest';
import type { Failure } from '../../../core/foundation/index.ts';
import { microseconds, seconds } from '../../../core/foundation/index.ts';
import { runCell } from '../../../sim/experiment/run-cell.ts';
import { warningsOf } from '../../../sim/experiment/warnings.ts';
import type { RunResult } from '../../../sim/results/index.ts';
import { type Cell, mean } from '../../../sim/scenario/index.ts';
import { RunFault } from '../../../sim/world/index.ts';
import { cell, constant, exponential, jobsAt, nodes, traceOf, work, workload } from '../../cells.ts';

const DAY = seconds(86_400);
/** One node that seldom sends a heartbeat, so that months take no time. */
const quiet = { nodes: [nodes(1)], liveness: { ...cell({}).liveness, heartbeat: DAY } };
const everyTask = ({ invariants }: RunResult) => invariants.find(({ name }) => name === 'every-task-settles');
const run = async (more: Parameters<typeof cell>[0], seed = 1): Promise<RunResult> =>
  (await runCell(cell({ stop: { tasks: 5 }, ...more }), seed)).result;
const faultOf = (cause: Promise<unknown>): Promise<readonly Failure[]> =>
  cause.then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof RunFault)) throw error;
      return error.failures;
    },
  );

it('a run that is over before its warm-up is refused, whichever way the warm-up is counted', async () => {
  const late: Cell['warmup'] = { kind: 'after', after: DAY };
  const [failure, ...more] = await faultOf(run({ warmup: late, workload: [workload()] }));
  expect(failure).toMatchObject({ code: 'warmup-too-long', path: 'warmup.after', expected: 'less than 5 s' });
  expect(more).toEqual([]);
  const few = { warmup: { kind: 'tasks', tasks: 9 }, stop: { after: seconds(4.5) } } as const;
  expect(await faultOf(run(few))).toMatchObject([{ path: 'warmup.tasks', expected: 'less than 4 tasks' }]);
  expect(await faultOf(run({ warmup: { kind: 'after', after: seconds(5) } }))).toEqual([]);
});

it('a run whose tasks all fail, and one without tasks, is warned of', async () => {
  const never = workload({ needs: { cpu: 64 }, expires: seconds(1) });
  const [fruitless, fine] = [await run({ workload: [never] }), await run({}, 2)];
  const result = (runs: RunResult[]) => ({ id: 'c', factors: {}, runs, summary: {} });
  expect(warningsOf([result([fruitless])])).toEqual([
    { cell: 'c', code: 'nothing-completed', text: 'no task completed in the run (seed 1) (5 expired)' },
  ]);
  expect(warningsOf([result([fine, fruitless])])[0]!.text).toBe(
    'no task completed in 1 of 2 runs, first seed 1 (5 expired)',
  );
  expect(warningsOf([result([fine])])).toEqual([]);
  const idle = await run({ stop: { after: microseconds(10) } });
  expect(warningsOf([result([idle])])).toMatchObject([{ code: 'nothing-submitted' }]);
});

it('a run that cannot end in any reasonable time is given up, and says so whatever is watched', async () => {
  const endless = { ...quiet, workload: [workload({ work: work(exponential(400 * DAY)) })] };
  const given = await run(endless);
  expect(everyTask(given)).toMatchObject({
    held: false,
    why: 'the run was given up: nothing was submitted and nothing ended for 30 d (stop.standstill); 5 of 5 tasks were open',
  });
  expect(given.invariants.filter(({ held }) => !held)).toHaveLength(1);
  expect(everyTask(await run({ ...endless, invariants: [] }))?.held).toBe(false);
  const seldom = workload({ arrivals: { kind: 'poisson', rate: 1e-9 } });
  expect(everyTask(await run({ ...quiet, workload: [seldom] }))?.why).toMatch(
    '0 of 0 tasks were open, and more were to come',
  );
});

it('a run that takes long is not given up for what its scenario plans, nor before it says', async () => {
  const rare = workload({ arrivals: traceOf(0, 40 * 86_400), work: work(constant(seconds(1))) });
  expect(everyTask(await run({ ...quiet, workload: [rare] }))?.held).toBe(true);
  const slow = jobsAt([0], constant(40 * DAY));
  expect(everyTask(await run({ ...quiet, workload: [slow] }))?.held).toBe(false);
  expect(everyTask(await run({ ...quiet, workload: [slow], stop: { standstill: microseconds(41 * DAY) } }))?.held).toBe(
    true,
  );
});

it('nothing lasts longer than the clock counts', async () => {
  const long = { kind: 'pareto', shape: 0.05, scale: 1e6 } as const;
  expect(mean(long)).toBe(Infinity);
  const never = microseconds(2 ** 53 - 1);
  const silent = { ...quiet, liveness: { ...quiet.liveness, heartbeat: microseconds(2 ** 44) } };
  const { why } = everyTask(
    await run({ ...silent, workload: [workload({ work: work(long) })], stop: { tasks: 50, standstill: never } }),
  )!;
  expect(why).toMatch('the run was given up: its clock counts no further than 143 years');
});
