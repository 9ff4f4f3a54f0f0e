import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type CrewOptions, runJobs, Standby } from '../../../sim/experiment/crew.ts';
import type { Job } from '../../../sim/experiment/job.ts';
import { gatedCell, namedCell, ticking } from './fixture.ts';

const crew = (workers: number, more: Partial<CrewOptions> = {}): CrewOptions => ({
  workers,
  job: {},
  clock: ticking(),
  entry: new URL('./unruly-worker.ts', import.meta.url),
  ...more,
});

const jobs = (id: string, ...seeds: number[]): readonly Job[] => {
  const cell = namedCell(id);
  return seeds.map((seed) => ({ cell, seed }));
};

test('results come in the order of the jobs, whichever ends first', async () => {
  const ends: number[] = [];
  const gated = gatedCell();
  const list: readonly Job[] = [1, 2, 3, 4, 5].map((seed) => ({ cell: gated, seed }));
  const ran = await runJobs(list, crew(2, { onDone: ({ seed }, done) => ends.push(seed, done) }));
  expect(ran.ok && ran.value.map(({ result }) => result.seed)).toEqual([1, 2, 3, 4, 5]);
  expect(ends.filter((_, index) => index % 2 === 1)).toEqual([1, 2, 3, 4, 5]);
  expect(ends[0]).toBe(2);
});

test('a run is timed by the clock it is given, and returns its series on request', async () => {
  const ran = await runJobs(jobs('plain', 7), crew(1, { job: { series: true } }));
  expect(ran.ok && ran.value[0]?.seconds).toBe(1);
  expect(ran.ok && Array.from(ran.value[0]!.series!)).toEqual([7, Number.NaN]);
});

test('a broken rule of ours is an internal bug, with the seed that shows it', async () => {
  const ran = await runJobs(jobs('bug', 1, 2, 3), crew(2));
  expect(ran).toMatchObject({
    failures: [{ code: 'internal-bug', message: expect.stringContaining('cell bug (kind: bug), seed 2') as string }],
  });
  expect(!ran.ok && ran.failures[0]?.got).toContain('a seed is one (seed=2)');
  expect(!ran.ok && ran.failures[0]?.hint).toContain('--seed 2');
});

test('a fault of the user is reported as it is', async () => {
  const ran = await runJobs(jobs('fault', 3), crew(1));
  expect(ran).toMatchObject({ ok: false, failures: [{ code: 'strategy-choice' }] });
});

test('of several failures the first of the list is reported, at any number of workers', async () => {
  const list = [...jobs('plain', 1, 2), ...jobs('bug', 5, 6), ...jobs('fault', 7, 8)];
  for (const workers of [1, 4]) {
    const ran = await runJobs(list, crew(workers));
    expect(!ran.ok && ran.failures.map(({ message }) => message)).toEqual([
      'The simulator broke a rule of its own in cell bug (kind: bug), seed 5.',
    ]);
  }
});

test('a later job does not hold up the report of an earlier failure', async () => {
  const ran = await runJobs([...jobs('bug', 2), ...jobs('endless', 1), ...jobs('spinning', 1)], crew(3));
  expect(ran).toMatchObject({ ok: false, failures: [{ code: 'internal-bug' }] });
});

test.each([
  ['exit', 'worker-died', 'it left with code 9'],
  ['dangling', 'worker-died', 'nobody waits for this'],
])('a worker that ends by %s gives a failure', async (id, code, got) => {
  const ran = await runJobs([...jobs(id, 1), ...jobs('endless', 1)], crew(1));
  expect(ran).toMatchObject({ ok: false, failures: [{ code }] });
  expect(!ran.ok && ran.failures[0]?.got).toContain(got);
});

test('a worker that cannot start gives a failure', async () => {
  const ran = await runJobs(jobs('plain', 1), crew(2, { entry: new URL('./no-such-worker.ts', import.meta.url) }));
  expect(ran).toMatchObject({ ok: false, failures: [{ code: 'worker-died' }] });
});

test('a worker without memory gives a failure that says how to get more', () => {
  const script = fileURLToPath(new URL('./hungry.ts', import.meta.url));
  const printed = execFileSync(process.execPath, ['--max-old-space-size=120', '--import', 'tsx', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(printed)).toMatchObject({
    ok: false,
    failures: [{ code: 'out-of-memory', message: 'A worker ran out of memory in cell hungry (kind: hungry), seed 5.' }],
  });
});

test('an interruption ends runs that never would, and says so', async () => {
  const stop = new AbortController();
  const running = runJobs([...jobs('spinning', 1), ...jobs('endless', 2)], crew(2, { signal: stop.signal }));
  setTimeout(() => stop.abort(), 300);
  expect(await running).toMatchObject({ ok: false, failures: [{ code: 'interrupted' }] });
});

test('no job, no worker', async () => {
  expect(await runJobs([], crew(4))).toEqual({ ok: true, value: [] });
});

test('members on standby serve the next jobs as well, with another cell', async () => {
  const standby = new Standby(crew(1));
  await runJobs(jobs('plain', 1), crew(1, { standby }));
  const member = standby.take();
  standby.keep([member]);
  const ran = await runJobs(jobs('fault-free', 2), crew(1, { standby }));
  expect(ran.ok && ran.value[0]?.result.seed).toBe(2);
  expect(standby.take()).toBe(member);
  await member.dismiss();
});

test('after a failure nobody who served stands by, and the next jobs still run', async () => {
  const standby = new Standby(crew(1));
  const first = standby.take();
  standby.keep([first]);
  expect(await runJobs(jobs('exit', 1), crew(1, { standby }))).toMatchObject({ ok: false });
  expect(await runJobs(jobs('plain', 1), crew(1, { standby }))).toMatchObject({ ok: true });
  const next = standby.take();
  expect(next).not.toBe(first);
  await next.dismiss();
});
