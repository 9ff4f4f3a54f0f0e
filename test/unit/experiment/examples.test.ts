// Every shipped example loads, asks for metrics and strategies that exist, and is what it says it is about.

import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';

const FOLDER = 'scenarios/examples';
const examples = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !name.endsWith('.graph.yaml'));

it.each(examples)('%s loads, and is named after its file', async (name) => {
  const loaded = await loadScenarioFile(`${FOLDER}/${name}`);
  expect(loaded.ok ? [] : loaded.failures).toEqual([]);
  if (loaded.ok) expect(`${loaded.value.scenario.name}.yaml`).toBe(name);
});

it('the pipeline takes what its authors published', async () => {
  const loaded = await loadScenarioFile(`${FOLDER}/pipeline.yaml`);
  if (!loaded.ok) throw new Error('the example does not load');
  const [heft, cpop] = loaded.value.scenario.cells;
  expect((await runCell(heft!, 1)).result.metrics['makespan']).toBe(80);
  expect((await runCell(cpop!, 1)).result.metrics['makespan']).toBe(86);
});

it('the liar among the digits meets a challenger, and no wrong digit gets out', async () => {
  const loaded = await loadScenarioFile(`${FOLDER}/disputed-digits.yaml`);
  if (!loaded.ok) throw new Error('the example does not load');
  const { metrics, invariants } = (await runCell(loaded.value.scenario.cells[0]!, 1)).result;
  // A trace of 1,024 segments, and a stake of 100 tokens over 60 tasks.
  expect(metrics).toMatchObject({ 'tasks.completed': 1, 'wrong.accepted': 0, 'disputes.rounds': 10 });
  expect(metrics['stake.lost']).toBeCloseTo(100 / 60, 9);
  expect(invariants.filter(({ held }) => !held)).toEqual([]);
});
