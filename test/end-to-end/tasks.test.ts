import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../sim/results/index.ts';
import { ambient, folderWith, root } from './command.ts';

const scenario = (workload: string, more = ''): string => `version: 1
seeds: { from: 1, count: 2 }
stop: { tasks: 60 }
nodes:
  - { group: pi, count: 2, device: raspberry-pi-5, region: frankfurt }
  - { group: mini, count: 1, device: mac-mini-m4, region: frankfurt }
network: { latency: 2 ms, up: 20 Mbps, down: 50 Mbps }
workload: [{ name: digits, ${workload}, arrivals: { poisson: 20 /s } }]
${more}`;

async function run(folder: string, ...more: string[]): Promise<Results> {
  const { code, out, err } = await ambient(['run', 'tasks.yaml', '--json', ...more], folder);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Results;
}

const runsOf = ({ cells }: Results): unknown => cells.map(({ runs }) => runs);

describe('real tasks in the mesh', () => {
  it('come to the same whether each is executed or each input once, whatever the workers and the wire', async () => {
    const folder = folderWith({ 'tasks.yaml': scenario('task: classify-digit') });
    const memoised = await run(folder);
    expect(memoised.cells[0]!.summary['tasks.completed']?.mean).toBe(1);
    const real = await run(folder, '--set', 'fidelity.execution=real', '--workers', '2', '--wire', '--out', 'real');
    expect(runsOf(real)).toEqual(runsOf(memoised));
  });

  it.each([
    ['interpreter', 'which needs no thread'],
    ['v8-liftoff', 'which is waited for'],
  ])('come to the same in the runtime %s, %s, and the report names it', async (runtime) => {
    const folder = folderWith({ 'tasks.yaml': scenario('task: classify-digit') });
    const other = await run(folder, '--set', `fidelity.runtime=${runtime}`, '--set', 'stop.tasks=4', '--out', 'other');
    const few = await run(folder, '--set', 'stop.tasks=4', '--out', 'few');
    expect(runsOf(other)).toEqual(runsOf(few));
    expect(readFileSync(join(folder, 'other/summary.md'), 'utf8')).toContain(`runtime ${runtime}`);
  });

  it('take the time of their gas on each device, and of their bytes on the network', async () => {
    const ideal = folderWith({ 'tasks.yaml': scenario('task: matrix-multiply, input: matrices-16:0') });
    const { summary } = (await run(ideal, '--set', 'network=ideal')).cells[0]!;
    const far = (await run(ideal, '--out', 'far')).cells[0]!.summary;
    expect(far['latency.mean']!.mean).toBeGreaterThan(summary['latency.mean']!.mean + 0.008);
    expect(far['service.mean']!.mean).toBeCloseTo(summary['service.mean']!.mean, 3);
  });

  it('can be a module and an input of a user, and count by what is in them', async () => {
    const folder = folderWith({ 'tasks.yaml': scenario('task: ./mine.wasm, input: ./mine.bin') });
    copyFileSync(join(root, 'scenarios/tasks/sort.wasm'), join(folder, 'mine.wasm'));
    writeFileSync(join(folder, 'mine.bin'), new Uint8Array(64).fill(7));
    const first = await run(folder);
    writeFileSync(join(folder, 'mine.bin'), new Uint8Array(64).fill(8));
    const second = await run(folder, '--out', 'second');
    expect(second.scenario.sha256).not.toBe(first.scenario.sha256);
    expect(second.cells[0]!.id).not.toBe(first.cells[0]!.id);
  });

  it('fail, and settle, when their module traps', async () => {
    const folder = folderWith({ 'tasks.yaml': scenario('task: sort, input: random-3') });
    const { summary } = (await run(folder)).cells[0]!;
    expect(summary['tasks.failed']?.mean).toBe(1);
  });

  it('can be given as quizzes, which find out who lies and nobody else', async () => {
    const liars = 'group: bad, count: 2, device: raspberry-pi-5, behaviour: { saboteur: { rate: 50 % } }';
    const text = scenario(
      'task: classify-digit, expires: 5 min',
      'verification: { policy: spot-check, rate: 30 %, group: 10 }\n',
    );
    const folder = folderWith({ 'tasks.yaml': text.replace('group: mini, count: 1, device: mac-mini-m4', liars) });
    const { summary } = (await run(folder)).cells[0]!;
    expect(summary['tasks.completed']?.mean).toBe(1);
    expect(summary['honest.punished']?.mean).toBe(0);
    expect(summary['jobs.perTask']!.mean).toBeGreaterThan(1.2);
    expect(summary['wrong.rejected']!.mean).toBeGreaterThan(0.5);
  });
});
