// Quizzes and results that were thrown out: what a liar can tell of them, and what is said of those who told the truth.

import { expect, it } from 'vitest';
import { clientOf } from '../../../core/foundation/index.ts';
import {
  EXECUTION_STARTED,
  NODE_EXCLUDED,
  NODE_LIED,
  QUIZ_ANSWERED,
  REPUTATION_CHANGED,
  TASK_SUBMITTED,
  VERDICT_REACHED,
} from '../../../core/protocol/index.ts';
import type { ChosenBehaviour } from '../../../sim/scenario/index.ts';
import { type Cell, cell, crash, nodes, seconds, strategy, workload } from '../../cells.ts';
import { runWatched } from '../../runs.ts';

const checked = (behaviour: ChosenBehaviour, more: Partial<Cell> = {}): Cell =>
  cell({
    nodes: [nodes(4), nodes(1, { group: 'bad', behaviour: [behaviour] })],
    workload: [workload({ expires: seconds(600) })],
    scheduling: strategy('random'),
    verification: { policy: 'spot-check', parameters: { rate: 0.1, blacklist: true, group: 50, wait: seconds(60) } },
    stop: { tasks: 600 },
    ...more,
  });

it('bear the number of a task, so that a node which goes by numbers is caught', async () => {
  const run = await runWatched(checked({ name: 'quiz-dodger', parameters: {} }));
  const quizzes = run.chronicle.of(QUIZ_ANSWERED);
  const clients = new Set(run.chronicle.of(TASK_SUBMITTED).map(({ party }) => party));
  expect(quizzes.length).toBeGreaterThan(30);
  expect(run.chronicle.of(EXECUTION_STARTED).every(({ fact }) => clients.has(clientOf(fact.task)))).toBe(true);
  expect(run.chronicle.of(NODE_EXCLUDED)).toHaveLength(1);
  expect(run.metrics).toMatchObject({ 'wrong.accepted': 0, 'honest.punished': 0 });
  expect(run.metrics['jobs.perTask']).toBeCloseTo(run.chronicle.of(EXECUTION_STARTED).length / 600, 12);
  expect(run.broken).toEqual([]);
});

it('no true result is called wrong because its node lied about another', async () => {
  const run = await runWatched(checked({ name: 'saboteur', parameters: { rate: 0.2, alone: false } }));
  expect(run.chronicle.of(NODE_EXCLUDED)).toHaveLength(1);
  const lies = new Set(run.chronicle.of(NODE_LIED).map(({ fact }) => `${fact.node}/${fact.task}`));
  const verdicts = run.chronicle.of(VERDICT_REACHED);
  // Thrown out and judged once it was known what is right: there are more verdicts than tasks.
  expect(verdicts.length).toBeGreaterThan(600);
  for (const { fact } of verdicts) if (!fact.right) expect(lies).toContain(`${fact.node}/${fact.task}`);
  const failed = run.chronicle.of(QUIZ_ANSWERED).find(({ fact }) => !fact.right)!;
  const after = run.chronicle
    .of(REPUTATION_CHANGED)
    .filter(({ at, fact }) => at === failed.at && fact.node === failed.fact.node);
  expect(after.at(-1)!.fact.value).toBeLessThan(1);
  expect(run.broken).toEqual([]);
});

it('a node that crashes with a quiz holds no place for it, and gets others', async () => {
  const honest = { name: 'saboteur', parameters: { rate: 0, alone: false } };
  const run = await runWatched(
    checked(honest, {
      recovery: 'lose',
      faults: [crash(['pi-1', 'pi-2', 'bad-1'], 100, 60)],
      scheduling: strategy('least-loaded'),
    }),
  );
  expect(run.broken).toEqual([]);
  expect(run.metrics['tasks.completed']).toBe(1);
  const late = run.chronicle.of(QUIZ_ANSWERED).filter(({ at }) => at > 200);
  expect(new Set(late.map(({ fact }) => fact.node)).size).toBe(5);
});
