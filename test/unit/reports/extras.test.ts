// What a run folder has on request: the table read back by a reader of its own, the trace, and the crate.

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { perfettoTrace, roCrate, tasksParquet } from '../../../reports/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import type { Results, RunRecord } from '../../../sim/results/index.ts';
import { cell, constant, crash, device, jobsAt, nodes, seconds, strategy } from '../../cells.ts';
import { context } from './sample.ts';

async function recorded(): Promise<RunRecord> {
  const mesh = cell({
    nodes: [nodes(1, { device: device({ slots: 2 }) })],
    workload: [jobsAt([0, 0, 1], constant(seconds(2)))],
    scheduling: strategy('round-robin'),
    faults: [crash(['pi-1'], 1, 1)],
    stop: {},
  });
  const run = await runCell(mesh, 7, { record: true, detail: true });
  return run.record!;
}

describe('tasks.parquet', () => {
  it('has a row for each task', async () => {
    const bytes = await tasksParquet([await recorded()]);
    const rows = await parquetReadObjects({ file: bytes.slice().buffer });
    const task = (number: number, submitted: number, ended: number, executions: number): object => {
      const where = { cell: 'test', seed: 7, task: number, client: 0, workload: 'jobs' };
      return { ...where, submitted, ended, status: 'completed', node: 'pi-1', executions };
    };
    expect(rows).toEqual([task(0, 0, 4, 2), task(1, 0, 4, 2), task(2, 1, 6, 1)]);
  });

  it('is the same bytes each time, and may be empty', async () => {
    expect(await tasksParquet([await recorded()])).toEqual(await tasksParquet([await recorded()]));
    expect(await parquetReadObjects({ file: (await tasksParquet([])).slice().buffer })).toEqual([]);
  });
});

it('the trace has every execution on a slot of its own', async () => {
  const { traceEvents } = JSON.parse(gunzipSync(perfettoTrace([await recorded()])).toString()) as {
    traceEvents: { ph: string; name: string; tid: number; ts: number; dur: number; cat: string }[];
  };
  const spans = traceEvents.filter(({ ph }) => ph === 'X');
  expect(spans.map(({ cat, tid, ts, dur }) => [cat, tid, ts / 1e6, dur / 1e6])).toEqual([
    ['aborted', 1, 0, 1],
    ['aborted', 2, 0, 1],
    ['execution', 1, 2, 2],
    ['execution', 2, 2, 2],
    ['execution', 1, 4, 2],
  ]);
  expect(traceEvents.filter(({ name }) => name === 'thread_name')).toHaveLength(2);
});

it('the crate names every file with its hash', () => {
  const results = { engine: '0.1.0', scenario: { name: 's', sha256: 'ff' } } as unknown as Results;
  const crate = JSON.parse(
    roCrate(results, context, { 'results.json': '{}', 'tasks.parquet': new Uint8Array([1]) }),
  ) as {
    '@graph': Record<string, unknown>[];
  };
  const of = (id: string): Record<string, unknown> | undefined =>
    crate['@graph'].find((entity) => entity['@id'] === id);
  expect(of('./')?.['hasPart']).toEqual([{ '@id': 'results.json' }, { '@id': 'tasks.parquet' }]);
  expect(of('results.json')?.['sha256']).toBe(createHash('sha256').update('{}').digest('hex'));
  expect(of('#run')).toMatchObject({ instrument: { '@id': '#ambient-vcp' } });
});
