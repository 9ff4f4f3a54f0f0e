import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../sim/scenario/index.ts';
import { basic, cell, cells, complaints, failures, folder, load, loadFile, write } from './fixture.ts';

const scheduling = async (text: string, set: string[] = []): Promise<Cell['scheduling']> =>
  (await cell(basic(`scheduling: ${text}`), { set })).scheduling;

describe('scheduling', () => {
  it('is a name or a mapping, with defaults filled in', async () => {
    expect(await scheduling('power-of-d')).toEqual({ name: 'power-of-d', parameters: { d: 2 } });
    expect(await scheduling('{ strategy: power-of-d, d: 5, queue: central }')).toEqual({
      name: 'power-of-d',
      parameters: { d: 5 },
      queue: 'central',
    });
    expect(await scheduling('{ queue: central }')).toEqual({
      name: 'power-of-d',
      parameters: { d: 2 },
      queue: 'central',
    });
  });

  it('knows other spellings', async () => {
    expect((await scheduling('join-shortest-queue')).name).toBe('least-loaded');
    expect(await scheduling('{ strategy: hedged, delay: 200 ms }')).toEqual({
      name: 'hedged',
      parameters: { after: 200e3 },
    });
    expect(await complaints(basic('scheduling: { strategy: hedged, delay: 2 s, after: 1 s }'))).toEqual([
      'twice scheduling.delay',
    ]);
  });

  it("lets another strategy's parameter stand, and says so", async () => {
    const { scenario } = await load(basic('scheduling: { strategy: power-of-d, d: 2 }'), {
      set: ['scheduling.strategy=random'],
    });
    expect(scenario.cells[0]!.scheduling).toEqual({ name: 'random', parameters: {} });
    expect(scenario.notes).toEqual([
      'scheduling.d has no effect on random: it belongs to health-sampled, power-of-d, redundancy-d, credibility-weighted',
    ]);
  });

  it.each([
    ['{ strategy: power-of-d, dd: 2 }', 'unknown-key scheduling.dd'],
    ['{ strategy: random, delta: 2 }', 'unknown-key scheduling.delta'],
    ['{ strategy: power-of-d, d: 0 }', 'out-of-range scheduling.d'],
    ['{ strategy: power-of-d, d: two }', 'wrong-type scheduling.d'],
    ['{ strategy: power-of-d, d: }', 'empty scheduling.d'],
    ['{ strategy: hedged, after: 3 }', 'missing-unit scheduling.after'],
    ['{ strategy: broadcast, cancel: 1 }', 'wrong-type scheduling.cancel'],
    ['{ strategy: batch-sampling, ratio: 0.5 }', 'out-of-range scheduling.ratio'],
    ['{ strategy: power-of-d, queue: middle }', 'unknown-name scheduling.queue'],
    ['power-of-b', 'unknown-name scheduling'],
    ['mine.ts', 'not-a-path scheduling'],
    ['[random]', 'wrong-type scheduling'],
  ])('refuses %s', async (written, expected) => {
    expect(await complaints(basic(`scheduling: ${written}`))).toEqual([expected]);
  });
});

describe("a strategy in a user's own file", () => {
  it('is found beside the file that names it, and read by its own parameters', async () => {
    const asked: string[] = [];
    write('own/base.yaml', 'scheduling: { strategy: ./mine.ts, theta: 0.7 }\n');
    const loaded = await load(basic('extends: ./own/base.yaml'));
    const file = `${folder}/own/mine.ts`;
    expect(loaded.scenario.cells[0]!.scheduling).toEqual({
      name: file,
      parameters: { theta: 0.7 },
      sha256: 'ab'.repeat(32),
    });
    expect(loaded.scenario.yaml).toContain(file);
    await loadFile(write('own/other.yaml', basic('scheduling: ./mine.ts\nmatrix: { recovery: [lose, requeue] }')), {
      loadStrategy: (path) => {
        asked.push(path);
        return Promise.resolve({
          ok: false,
          failures: [{ code: 'strategy-missing', message: 'there is none', hint: 'write one' }],
        });
      },
    });
    expect(asked).toEqual([file]);
  });

  it('counts by its content and its name, not by its place', async () => {
    const here = await loadFile(write('here/s.yaml', basic('scheduling: ./mine.ts')));
    const there = await loadFile(write('there/s.yaml', basic('scheduling: ./mine.ts')));
    if (!here.ok || !there.ok) throw new Error('both load');
    expect(here.value.scenario.sha256).toBe(there.value.scenario.sha256);
    expect(here.value.scenario.cells[0]!.id).toBe(there.value.scenario.cells[0]!.id);
    expect(here.value.scenario.cells[0]!.scheduling.name).not.toBe(there.value.scenario.cells[0]!.scheduling.name);
  });

  it('is called by its last name as a factor, and its parameters are inert for others', async () => {
    const text = basic('scheduling: { theta: 0.2 }\nmatrix: { scheduling.strategy: [./mine.ts, random] }');
    expect((await cells(text)).map(({ factors }) => factors)).toEqual([
      { 'scheduling.strategy': 'mine.ts' },
      { 'scheduling.strategy': 'random' },
    ]);
    expect((await load(text)).scenario.notes).toEqual(['scheduling.theta has no effect on random: it belongs to mine']);
  });

  it('is complained about where it is named', async () => {
    const loadStrategy = (): ReturnType<NonNullable<Parameters<typeof loadFile>[1]>['loadStrategy'] & {}> =>
      Promise.resolve({
        ok: false,
        failures: [{ code: 'strategy-missing', message: 'there is none', hint: 'write one' }],
      });
    const [failure] = await failures(basic('scheduling: ./mine.ts'), { loadStrategy });
    expect(failure).toMatchObject({ code: 'strategy-missing', got: './mine.ts', place: { line: 6, column: 13 } });
  });
});
