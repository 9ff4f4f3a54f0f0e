// How training goes on, and why it ends, when nodes and networks fail.

import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';

type CellRun = Awaited<ReturnType<typeof runCell>>;

const folder = mkdtempSync(join(tmpdir(), 'rounds-'));
copyFileSync('scenarios/examples/iris.csv', join(folder, 'iris.csv'));

async function run(learning: string, more: string, seed = 1): Promise<CellRun> {
  writeFileSync(
    join(folder, 'learn.yaml'),
    `version: 1
seed: ${seed}
nodes: [{ group: node, count: 5, device: raspberry-pi-5 }]
network: { latency: 5 ms, up: 20 Mbps, down: 50 Mbps }
recovery: lose
federated: { data: { set: ./iris.csv, label: species }, hidden: 0, batch: 5, ${learning} }
scheduling: round-robin
${more}
`,
  );
  const loaded = await loadScenarioFile(join(folder, 'learn.yaml'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  return runCell(loaded.value.scenario.cells[0]!, seed, { record: true });
}

const broken = ({ result }: CellRun): string[] => result.invariants.flatMap(({ name, held }) => (held ? [] : [name]));
const ending = ({ record }: CellRun): string | undefined => record!.rounds!.at(-1)!.ended;

/** An epsilon of 8 pays for 3 rounds of noise 2 at least, and for fewer than 30. */
const PRIVATE = 'privacy: { clip: 1, noise: 2, epsilon: 8 }';

describe('an aggregator that crashes', () => {
  const models = ({ record }: CellRun): string[] => record!.rounds!.map(({ model }) => model);
  const crash = 'faults: [{ crash: { nodes: [aggregator] }, at: 60 ms, for: 3 s }]';

  it.each([
    'rounds: 4, timeout: 30 s',
    'rounds: 4, timeout: 30 s, secure: { patience: 10 s }',
    `rounds: 3, timeout: 30 s, ${PRIVATE}`,
    'rounds: 6, timeout: 30 s, aggregation: { rule: fedadam }',
  ])('makes the models that it would have made, later: %s', async (learning) => {
    const [calm, late] = [await run(learning, ''), await run(learning, crash)];
    expect([broken(calm), broken(late)]).toEqual([[], []]);
    expect(models(late)).toEqual(models(calm));
    expect(late.result.metrics['federated.time']).toBeGreaterThan(calm.result.metrics['federated.time']! + 1);
    expect(late.result.metrics['tasks.submitted']).toBe(calm.result.metrics['tasks.submitted']);
  });
});

describe('faults of messages', () => {
  it.each([
    '{ delay: { nodes: [aggregator], by: 1 s }, at: 20 ms }',
    '{ drop: { nodes: [aggregator], probability: 80 % }, at: 20 ms }',
    '{ partition: { groups: [[coordinator], [clients]] }, at: 20 ms, for: 1 s }',
  ])('reach the aggregator: %s', async (fault) => {
    const learning = 'rounds: 3, timeout: 30 s';
    const [calm, late] = [await run(learning, ''), await run(learning, `faults: [${fault}]`)];
    expect(late.result.metrics['federated.time']).toBeGreaterThan(calm.result.metrics['federated.time']!);
  });
});

describe('training ends', () => {
  it.each(['', 'secure: { patience: 500 ms }, '])('when every budget is spent, and says so: %s', async (guard) => {
    const spent = await run(`${PRIVATE}, ${guard}rounds: 30, timeout: 10 s`, '');
    const { metrics } = spent.result;
    expect([broken(spent), ending(spent)]).toEqual([[], 'budgets-spent']);
    expect(metrics['federated.rounds']).toBeGreaterThan(3);
    expect(metrics['federated.rounds']).toBeLessThan(30);
    // The round that nobody could afford, and no other.
    expect(metrics['federated.failed']).toBeCloseTo(1 / metrics['federated.rounds']!, 12);
    expect(metrics['privacy.epsilon']).toBeLessThanOrEqual(8);
  });

  it.each(['', 'secure: { patience: 500 ms }, '])('not because of a total outage: %s', async (guard) => {
    const faults = 'faults: [{ partition: { groups: [[all], [clients, coordinator]] }, at: 30 ms, for: 6 s }]';
    const learning = `privacy: { clip: 1, noise: 4, epsilon: 16 }, ${guard}rounds: 9, timeout: 5 s`;
    const [calm, cut] = [await run(learning, ''), await run(learning, faults)];
    expect([broken(cut), ending(cut), ending(calm)]).toEqual([[], 'rounds', 'rounds']);
    const rounds = cut.record!.rounds!.map(({ contributions }) => contributions);
    expect(rounds.filter((contributions) => contributions === 0).length).toBeGreaterThan(0);
    // It goes on when the network is back.
    expect(rounds.at(-1)).toBeGreaterThan(0);
  });

  it('at its target, or after as many rounds as were asked for', async () => {
    expect(ending(await run('rounds: 30, epochs: 3, target: 60 %', ''))).toBe('target');
    expect(ending(await run('rounds: 2', ''))).toBe('rounds');
  });
});

describe('no round is corrupted', () => {
  const at = fc.integer({ min: 0, max: 3_000 });
  const fault = fc.oneof(
    fc
      .record({ node: fc.integer({ min: 1, max: 5 }), at, lasts: fc.integer({ min: 1, max: 4_000 }) })
      .map(({ node, at: from, lasts }) => `{ crash: { nodes: [node-${node}] }, at: ${from} ms, for: ${lasts} ms }`),
    fc
      .record({ chance: fc.integer({ min: 1, max: 100 }), at })
      .map(({ chance, at: from }) => `{ duplicate: { nodes: [all], probability: ${chance} % }, at: ${from} ms }`),
    fc
      .record({ chance: fc.integer({ min: 1, max: 60 }), at, by: fc.integer({ min: 1, max: 3_000 }) })
      .map(
        ({ chance, at: from, by }) =>
          `{ reorder: { nodes: [all], probability: ${chance} %, by: ${by} ms }, at: ${from} ms }`,
      ),
    fc
      .record({ chance: fc.integer({ min: 1, max: 60 }), at })
      .map(({ chance, at: from }) => `{ drop: { nodes: [all], probability: ${chance} % }, at: ${from} ms, for: 3 s }`),
    fc
      .record({ who: fc.constantFrom('coordinator', 'aggregator'), at, lasts: fc.integer({ min: 1, max: 2_000 }) })
      .map(({ who, at: from, lasts }) => `{ crash: { nodes: [${who}] }, at: ${from} ms, for: ${lasts} ms }`),
  );
  const setting = fc.constantFrom(
    ['rounds: 5, timeout: 2 s', 'verification: none'],
    ['rounds: 5, timeout: 2 s', 'verification: { policy: proof-of-training, draws: 2, answer: 1 s }'],
    ['rounds: 5, timeout: 2 s, aggregation: { rule: fedbuff, buffer: 2 }, participants: 3', 'verification: none'],
    ['rounds: 4, timeout: 2 s, secure: { patience: 300 ms }', 'verification: none'],
    ['rounds: 4, timeout: 2 s, aggregation: scaffold', 'verification: none'],
    ['rounds: 5, timeout: 2 s, aggregation: median', 'verification: none'],
  );

  it('whoever crashes, and whatever comes late, twice or not at all', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(setting, fc.array(fault, { minLength: 1, maxLength: 5 }), async ([learning, more], faults) => {
        const lines = faults.map((each) => `  - ${each}\n`).join('');
        const ran = await run(`${learning}, minimum: 20 %`, `${more}\nfaults:\n${lines}  - { heal: all, at: 12 s }`);
        expect(broken(ran)).toEqual([]);
        expect(ran.record!.rounds!.length).toBe(ran.result.metrics['federated.rounds']);
        for (const { contributions, loss } of ran.record!.rounds!) {
          expect(contributions).toBeLessThanOrEqual(5);
          expect(Number.isFinite(loss)).toBe(true);
        }
      }),
      { numRuns: 25, seed: 8 },
    );
  });
});
