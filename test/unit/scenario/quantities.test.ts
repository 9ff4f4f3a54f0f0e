import { describe, expect, it } from 'vitest';
import { basic, cell, complaints, failures } from './fixture.ts';

const heartbeat = async (written: string): Promise<number> =>
  (await cell(basic(`liveness: { heartbeat: ${written} }`))).liveness.heartbeat;
const device = async (text: string): Promise<Awaited<ReturnType<typeof cell>>['nodes'][number]['device']> =>
  (await cell(basic().replace('count: 2', `device: { ${text} }`))).nodes[0]!.device;
const budget = async (written: string): Promise<bigint> =>
  (await cell(basic().replace('{ name: jobs,', `{ name: jobs, budget: ${written},`))).workload[0]!.budget;

describe('quantities', () => {
  it.each([
    ['30 ms', 30_000],
    ['1.5 s', 1_500_000],
    ['1.1s', 1_100_000],
    ['10 min', 600e6],
    ['0.1 min', 6e6],
    ['2 h', 7_200e6],
    ['1 d', 86_400e6],
    ['500 us', 500],
    ['500 µs', 500],
    ['1e3 ms', 1_000_000],
    ['1_000 ms', 1_000_000],
    ['2 seconds', 2e6],
    ['0.6 us', 1],
  ])('a duration %s is %d µs', async (written, expected) => {
    expect(await heartbeat(written)).toBe(expected);
  });

  it('are exact where a decimal is', async () => {
    expect((await cell(basic().replace('mean: 1 s', 'mean: 0.1 s'))).workload[0]!.work.amount).toEqual({
      kind: 'exponential',
      mean: 100_000,
    });
    expect((await cell(basic().replace('mean: 1 s', 'mean: 0.0000023 s'))).workload[0]!.work.amount).toEqual({
      kind: 'exponential',
      mean: 2.3,
    });
  });

  it('have the units of their kind', async () => {
    const described =
      'speed: 2.5 Ggas/s, memory: 1.5 GiB, up: 100 Mbps, down: 1 Gbit/s, power: { idle: 500 W, peak: 1 kW }';
    expect(await device(described)).toMatchObject({
      speed: 2.5e9,
      memory: 1.5 * 2 ** 30,
      up: 1e8,
      down: 1e9,
      power: { idle: 500, peak: 1000 },
    });
    expect((await device('memory: 64 MB')).memory).toBe(64e6);
    expect(await device('up: 2.5 MB/s, down: 250 kB/s, power: { idle: 500 mW, peak: 2 W }')).toMatchObject({
      up: 2e7,
      down: 2e6,
      power: { idle: 0.5, peak: 2 },
    });
    const gas = (await cell(basic().replace('time: { exponential: { mean: 1 s } }', 'gas: 1.5 Mgas'))).workload[0]!
      .work;
    expect(gas.amount).toEqual({ kind: 'constant', value: 1.5e6 });
  });

  it.each([
    ['4 /s', 4],
    ['4/s', 4],
    ['240 /min', 4],
    ['4 Hz', 4],
    ['36 / h', 0.01],
    ['86400 /d', 1],
  ])('a rate %s is %d a second', async (written, expected) => {
    const { arrivals } = (await cell(basic().replace('0.8 /s', written))).workload[0]!;
    expect(arrivals).toEqual({ kind: 'poisson', rate: expected });
  });

  it.each([
    ['1 token', 100_000_000n],
    ['0.5 tokens', 50_000_000n],
    ['0.00000001 tokens', 1n],
    ['123456789012.3 tokens', 12_345_678_901_230_000_000n],
    ['0 tokens', 0n],
    ['1e3 tokens', 100_000_000_000n],
    ['2.5e-7 tokens', 25n],
    ['.5 token', 50_000_000n],
    ['100e-10 tokens', 1n],
    ['1_000.50 tokens', 100_050_000_000n],
    ['0e99 tokens', 0n],
  ])('an amount %s is %d minor units, exactly', async (written, expected) => {
    expect(await budget(written)).toBe(expected);
  });

  it.each([
    ['5 %', 0.05],
    ['0.05', 0.05],
    ['99.9%', 0.999],
    ['1', 1],
  ])('a fraction %s is %d', async (written, expected) => {
    expect((await cell(basic(`reputation: { forgetting: ${written} }`))).reputation.forgetting).toBe(expected);
  });

  it.each([
    ['30', 'missing-unit'],
    ['"30"', 'missing-unit'],
    ['fast', 'bad-quantity'],
    ['30 mss', 'unknown-unit'],
    ['3 m', 'unknown-unit'],
    ['-3 s', 'out-of-range'],
    ['0 s', 'out-of-range'],
    ['.inf', 'out-of-range'],
    ['1e300 s', 'out-of-range'],
    ['1e999999 s', 'out-of-range'],
    ['300 y', 'unknown-unit'],
    ['[1 s]', 'wrong-type'],
    ['{ s: 1 }', 'wrong-type'],
    ['true', 'wrong-type'],
    ['', 'empty'],
  ])('a duration is not %s', async (written, code) => {
    expect(await complaints(basic(`liveness: { heartbeat: ${written} }`))).toEqual([`${code} liveness.heartbeat`]);
  });

  it.each([
    ['1', 'missing-unit'],
    ['1 coin', 'unknown-unit'],
    ['-1 token', 'out-of-range'],
    ['0.000000001 tokens', 'out-of-range'],
    ['1e99 tokens', 'out-of-range'],
    ['1e-9 tokens', 'out-of-range'],
    ['1e3 coins', 'unknown-unit'],
    ['9999999999999999999 tokens', 'out-of-range'],
  ])('an amount is not %s', async (written, code) => {
    const text = basic().replace('{ name: jobs,', `{ name: jobs, budget: ${written},`);
    expect(await complaints(text)).toEqual([`${code} workload[0].budget`]);
  });

  it.each([
    ['1.5', 'not-whole'],
    ['0', 'out-of-range'],
    ['-1', 'out-of-range'],
    ['1e12', 'out-of-range'],
    ['.nan', 'out-of-range'],
    ['5 tasks', 'wrong-type'],
    ['"5"', 'wrong-type'],
  ])('a count is not %s', async (written, code) => {
    expect(await complaints(basic().replace('tasks: 1000', `tasks: ${written}`))).toEqual([`${code} stop.tasks`]);
  });

  it('are counts in any way of writing a whole number', async () => {
    expect((await cell(basic().replace('1000', '1e6'))).stop.tasks).toBe(1_000_000);
    expect((await cell(basic().replace('1000', '1_000_000'))).stop.tasks).toBe(1_000_000);
  });

  it('suggest the unit that is missing or meant', async () => {
    const hint = async (written: string): Promise<string | undefined> =>
      (await failures(basic(`liveness: { heartbeat: ${written} }`)))[0]!.hint;
    expect(await hint('30')).toBe('write a unit, as in "30 ms"');
    expect(await hint('3 m')).toBe('write "min" for minutes or "ms" for milliseconds');
    expect(await hint('3 sceonds')).toBe('did you mean "seconds"?');
  });
});
