import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../sim/scenario/index.ts';
import { basic, cell, complaints, load } from './fixture.ts';

const withWork = (work: string): string => basic().replace('{ time: { exponential: { mean: 1 s } } }', `{ ${work} }`);
const time = async (text: string): Promise<Distribution> =>
  (await cell(withWork(`time: ${text}`))).workload[0]!.work.amount;

describe('distributions', () => {
  it.each<[string, Distribution]>([
    ['2 s', { kind: 'constant', value: 2e6 }],
    ['{ constant: 2 s }', { kind: 'constant', value: 2e6 }],
    ['{ uniform: { from: 0 s, to: 2 s } }', { kind: 'uniform', from: 0, to: 2e6 }],
    ['{ exponential: { mean: 1 s } }', { kind: 'exponential', mean: 1e6 }],
    ['{ erlang: { k: 4, mean: 1 s } }', { kind: 'erlang', k: 4, mean: 1e6 }],
    ['{ hyperexponential: { mean: 1 s, scv: 4 } }', { kind: 'hyperexponential', mean: 1e6, scv: 4 }],
    [
      '{ hyperexponential: { phases: [{ share: 90 %, mean: 1 s }, { share: 0.1, mean: 1 h }] } }',
      {
        kind: 'phases',
        phases: [
          { share: 0.9, mean: 1e6 },
          { share: 0.1, mean: 3600e6 },
        ],
      },
    ],
    ['{ weibull: { shape: 0.393, scale: 2.964 h } }', { kind: 'weibull', shape: 0.393, scale: 2.964 * 3600e6 }],
    ['{ pareto: { shape: 1.5, scale: 20 ms } }', { kind: 'pareto', shape: 1.5, scale: 20e3 }],
    ['{ empirical: [1 s, 20 ms] }', { kind: 'empirical', values: [1e6, 20e3] }],
  ])('%s', async (written, expected) => {
    expect(await time(written)).toEqual(expected);
  });

  it('solve a lognormal from its median and 99th percentile', async () => {
    const found = await time('{ lognormal: { median: 100 ms, p99: 1 s } }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    expect(found.mu).toBeCloseTo(11.512925464970229, 12);
    // ln 10 over the standard normal quantile of 0.99.
    expect(found.sigma).toBeCloseTo(0.9897853707, 9);
  });

  it('take a lognormal by its logarithm, in the unit it names', async () => {
    const found = await time('{ lognormal: { mu: -0.586, sigma: 2.844, unit: h } }');
    if (found.kind !== 'lognormal') throw new Error(found.kind);
    expect(Math.exp(found.mu)).toBeCloseTo(Math.exp(-0.586) * 3600e6, -1);
    expect(found.sigma).toBe(2.844);
  });

  it('of gas are in gas, and exactly one of time and gas is work', async () => {
    const { work } = (await cell(withWork('gas: { exponential: { mean: 2e9 gas } }, copies: independent')))
      .workload[0]!;
    expect(work).toEqual({ unit: 'gas', amount: { kind: 'exponential', mean: 2e9 }, copies: 'independent' });
    expect(await complaints(withWork('time: 1 s, gas: 1e9 gas'))).toEqual(['not-exactly-one workload[0].work']);
    expect(await complaints(withWork('copies: shared'))).toEqual(['not-exactly-one workload[0].work']);
    expect(await complaints(withWork('gas: 1 s'))).toEqual(['unknown-unit workload[0].work.gas']);
  });

  it.each([
    ['{ exponential: { mean: 0 s } }', 'out-of-range .exponential.mean'],
    ['{ exponential: { mean: 1 } }', 'missing-unit .exponential.mean'],
    ['{ exponential: 1 s }', 'wrong-type .exponential'],
    ['{ exponental: { mean: 1 s } }', 'unknown-key .exponental'],
    ['{ exponential: { maen: 1 s } }', 'unknown-key .exponential.maen'],
    ['{ exponential: {} }', 'missing .exponential.mean'],
    ['{ erlang: { k: 0, mean: 1 s } }', 'out-of-range .erlang.k'],
    ['{ erlang: { k: 1.5, mean: 1 s } }', 'not-whole .erlang.k'],
    ['{ hyperexponential: { mean: 1 s, scv: 0.5 } }', 'out-of-range .hyperexponential.scv'],
    ['{ hyperexponential: { mean: 1 s } }', 'either-or .hyperexponential'],
    ['{ hyperexponential: { mean: 1 s, scv: 2, phases: [{ share: 1, mean: 1 s }] } }', 'either-or .hyperexponential'],
    ['{ hyperexponential: { phases: [] } }', 'too-few .hyperexponential.phases'],
    ['{ hyperexponential: { phases: [{ share: 0.9, mean: 1 s }] } }', 'shares-not-one .hyperexponential.phases'],
    ['{ hyperexponential: { phases: [{ share: 1, mean: 1 }] } }', 'missing-unit .hyperexponential.phases[0].mean'],
    ['{ hyperexponential: { phases: [{ share: 0, mean: 1 s }] } }', 'out-of-range .hyperexponential.phases[0].share'],
    ['{ exponential: { mean: 1e-9 s } }', 'finer-than-clock '],
    ['0.4 us', 'finer-than-clock '],
    ['{ weibull: { shape: 0, scale: 1 s } }', 'out-of-range .weibull.shape'],
    ['{ pareto: { shape: 1, scale: 0 s } }', 'out-of-range .pareto.scale'],
    ['{ uniform: { from: 2 s, to: 1 s } }', 'backwards .uniform'],
    ['{ lognormal: { median: 2 s, p99: 1 s } }', 'backwards .lognormal'],
    ['{ lognormal: { median: 2 s, sigma: 1 } }', 'either-or .lognormal'],
    ['{ lognormal: { mu: 1, sigma: -1, unit: s } }', 'out-of-range .lognormal.sigma'],
    ['{ lognormal: { mu: 1, sigma: 1, unit: parsec } }', 'unknown-unit .lognormal.unit'],
    ['{ empirical: [] }', 'too-few .empirical'],
    ['{ empirical: [1 s, 2] }', 'missing-unit .empirical[1]'],
    ['{ exponential: { mean: 1 s }, constant: 1 s }', 'not-exactly-one '],
    ['{}', 'not-exactly-one '],
    ['[1 s]', 'wrong-type '],
    ['exponential', 'bad-quantity '],
  ])('refuse %s', async (written, expected) => {
    const [code, path] = expected.split(' ');
    expect(await complaints(withWork(`time: ${written}`))).toEqual([`${code} workload[0].work.time${path}`]);
  });

  it('that are written again read as the same', async () => {
    const phases = '{ hyperexponential: { phases: [{ share: 25 %, mean: 1 s }, { share: 0.75, mean: 90 s }] } }';
    const first = await load(withWork(`time: ${phases}`));
    const again = await load(first.scenario.yaml);
    expect(again.scenario.sha256).toBe(first.scenario.sha256);
    expect(again.scenario.cells).toEqual(first.scenario.cells);
  });

  it('are told of where the clock is coarse, and refused where it cannot tell them at all', async () => {
    expect((await load(withWork('time: { exponential: { mean: 4 us } }'))).scenario.notes).toEqual([
      expect.stringContaining('workload[0].work.time is a few microseconds'),
    ]);
    expect((await load(withWork('time: { exponential: { mean: 40 us } }'))).scenario.notes).toEqual([]);
    expect((await load(withWork('time: 0 s'))).scenario.notes).toEqual([]);
    expect((await load(withWork('gas: 900 gas'))).scenario.notes).toEqual([
      expect.stringContaining('workload[0].work.gas takes the fastest node less than a microsecond'),
    ]);
    expect((await cell(withWork('gas: 1000 gas'))).workload[0]!.work.amount).toEqual({ kind: 'constant', value: 1000 });
    expect(await complaints(basic('network: { latency: 1e-7 s }'))).toEqual(['finer-than-clock network.latency']);
    const often = await cell(basic().replace('{ poisson: 0.8 /s }', '{ every: 0.5 us }'));
    expect(often.workload[0]!.arrivals).toEqual({ kind: 'every', gap: { kind: 'constant', value: 0.5 } });
  });

  it('of jitter are exponential where only a duration is given', async () => {
    const network = async (text: string): Promise<Distribution> =>
      (await cell(basic(`network: { ${text} }`))).network.jitter;
    expect(await network('jitter: 2 ms')).toEqual({ kind: 'exponential', mean: 2000 });
    expect(await network('jitter: { constant: 2 ms }')).toEqual({ kind: 'constant', value: 2000 });
    expect(await network('jitter: 0 s')).toEqual({ kind: 'constant', value: 0 });
    expect(await network('latency: 5 ms')).toEqual({ kind: 'constant', value: 0 });
  });
});
