import { describe, expect, it } from 'vitest';
import type { Arrivals } from '../../../sim/scenario/index.ts';
import { basic, cell, cells, complaints, failures, load, write } from './fixture.ts';

const withArrivals = (text: string): string => basic().replace('{ poisson: 0.8 /s }', text);
const arrivals = async (text: string): Promise<Arrivals> => (await cell(withArrivals(text))).workload[0]!.arrivals;

describe('arrivals', () => {
  it.each<[string, Arrivals]>([
    ['{ poisson: 4 /s }', { kind: 'poisson', rate: 4 }],
    ['{ every: 250 ms }', { kind: 'every', gap: { kind: 'constant', value: 250e3 } }],
    ['{ every: { uniform: { from: 0 s, to: 1 s } } }', { kind: 'every', gap: { kind: 'uniform', from: 0, to: 1e6 } }],
    ['{ trace: [0 s, 1.5 s, 1.5 s] }', { kind: 'trace', at: [0, 1.5e6, 1.5e6] }],
    [
      '{ diurnal: { mean: 4 /s, amplitude: 50 %, peak: 14 h } }',
      { kind: 'diurnal', mean: 4, amplitude: 0.5, period: 86_400e6, peak: 50_400e6 } as Arrivals,
    ],
    [
      '{ closed: { clients: 8, think: { exponential: { mean: 2 s } } } }',
      { kind: 'closed', clients: 8, think: { kind: 'exponential', mean: 2e6 } },
    ],
    [
      '{ batch: { size: 10, poisson: 1 /s } }',
      { kind: 'batch', size: { kind: 'constant', value: 10 }, arrivals: { kind: 'poisson', rate: 1 } },
    ],
    [
      '{ batch: { size: { uniform: { from: 1, to: 5 } }, every: 1 s } }',
      {
        kind: 'batch',
        size: { kind: 'uniform', from: 1, to: 5 },
        arrivals: { kind: 'every', gap: { kind: 'constant', value: 1e6 } },
      },
    ],
  ])('%s', async (written, expected) => {
    expect(await arrivals(written)).toEqual(expected);
  });

  it.each([
    ['{ poisson: 0 /s }', 'out-of-range .poisson'],
    ['{ poisson: 4 }', 'missing-unit .poisson'],
    ['{ poison: 4 /s }', 'unknown-key .poison'],
    ['{ poisson: 4 /s, every: 1 s }', 'not-exactly-one '],
    ['{ every: 0 s }', 'no-time-between .every'],
    ['{ every: { empirical: [0 s, 0 s] } }', 'no-time-between .every'],
    ['{ trace: [2 s, 1 s] }', 'not-ascending .trace[1]'],
    ['{ trace: [] }', 'too-few .trace'],
    ['{ trace: trace.csv }', 'not-a-path .trace'],
    ['{ trace: ./nothing-here.csv }', 'cannot-read .trace'],
    ['{ diurnal: { mean: 4 /s, amplitude: 150 % } }', 'out-of-range .diurnal.amplitude'],
    ['{ closed: { clients: 0 } }', 'out-of-range .closed.clients'],
    ['{ batch: { size: 10 } }', 'not-exactly-one .batch'],
    ['{ batch: { size: 0, poisson: 1 /s } }', 'out-of-range .batch.size'],
    ['4 /s', 'wrong-type '],
  ])('refuse %s', async (written, expected) => {
    const [code, path] = expected.split(' ');
    expect(await complaints(withArrivals(written))).toEqual([`${code} workload[0].arrivals${path}`]);
  });
});

describe('a trace in a file', () => {
  it('has one instant on each line, in seconds or with a unit, beside the file that names it', async () => {
    write('traces/t.csv', '# arrivals\n0\n1.5\n2500 ms\n\n1e1, # the last\n');
    expect(await arrivals('{ trace: ./traces/t.csv }')).toEqual({ kind: 'trace', at: [0, 1.5e6, 2.5e6, 10e6] });
  });

  it('is wrong at its own lines', async () => {
    const file = write('traces/bad.csv', '0\nsoon\n-1\n');
    const found = await failures(withArrivals('{ trace: ./traces/bad.csv }'));
    expect(found.map(({ code, place }) => [code, place])).toEqual([
      ['bad-quantity', { file, line: 2, column: 1 }],
      ['out-of-range', { file, line: 3, column: 1 }],
    ]);
    write('traces/unsorted.csv', '5\n4\n');
    expect(await complaints(withArrivals('{ trace: ./traces/unsorted.csv }'))).toEqual([
      'not-ascending workload[0].arrivals.trace',
    ]);
    write('traces/empty.csv', '# nothing\n');
    expect(await complaints(withArrivals('{ trace: ./traces/empty.csv }'))).toEqual([
      'empty-trace workload[0].arrivals.trace',
    ]);
  });

  it('is an input: another content makes another cell and another scenario', async () => {
    write('traces/a.csv', '1\n2\n');
    write('traces/b.csv', '1\n3\n');
    const [a, b] = [
      await load(withArrivals('{ trace: ./traces/a.csv }')),
      await load(withArrivals('{ trace: ./traces/b.csv }')),
    ];
    expect(a.scenario.cells[0]!.id).not.toBe(b.scenario.cells[0]!.id);
    expect(a.scenario.sha256).not.toBe(b.scenario.sha256);
    write('traces/c.csv', '1\n2\n');
    const [same] = await cells(withArrivals('{ trace: ./traces/c.csv }'));
    expect(same!.id).toBe(a.scenario.cells[0]!.id);
  });
});
