import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { metricRecords } from '../../../cli/metric-records.ts';
import { loadScenarioFile } from '../../../sim/experiment/index.ts';

const PLAIN = 'workload: [{ name: jobs, work: { time: 1 s }, arrivals: { poisson: 1 /s } }]\nnodes: [{ count: 2 }]\n';
const ON_BOARDS = PLAIN.replace('count: 2', 'count: 2, device: raspberry-pi-5, region: frankfurt');
const GAS_ON_BOARDS = ON_BOARDS.replace('time: 1 s', 'gas: 1e6 gas');
const REAL = PLAIN.replace('work: { time: 1 s }', 'task: classify-digit, input: mnist-test');

async function labels(text: string): Promise<readonly (string | undefined)[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.yaml');
  writeFileSync(file, `version: 1\nname: labels\nseed: 1\nstop: { tasks: 5 }\n${text}`);
  const loaded = await loadScenarioFile(file);
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
  const records = metricRecords(loaded.value.scenario);
  return ['latency.mean', 'energy.perTask', 'carbon.perTask', 'wrong.accepted'].map((name) => records.get(name)?.label);
}

it('labels a figure by what it rests on in this scenario', async () => {
  expect(await labels(PLAIN)).toEqual(['modelled', 'modelled', 'modelled', 'modelled']);
  expect(await labels(ON_BOARDS)).toEqual(['modelled', 'assumed', 'assumed', 'modelled']);
  expect(await labels(GAS_ON_BOARDS)).toEqual(['assumed', 'assumed', 'assumed', 'modelled']);
  expect(await labels(REAL)).toEqual(['modelled', 'modelled', 'modelled', 'measured']);
});
