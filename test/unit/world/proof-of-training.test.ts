// Training that is committed to and checked, in whole runs.

import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chanceOfCatching } from '../../../core/verification/index.ts';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import type { RunResult } from '../../../sim/results/index.ts';

const IRIS = 'scenarios/examples/iris.csv';

interface Training {
  readonly honest?: number;
  readonly liars?: number;
  /** Keys of the section `federated`. */
  readonly learning?: string;
  readonly attack?: string;
  readonly verification?: string;
  readonly more?: string;
  readonly seed?: number;
  readonly wire?: boolean;
}

/** Three examples for each of forty nodes, seen four times one by one: 12 slices. */
const TWELVE = 'batch: 1, epochs: 4, hidden: 0, rounds: 1';

async function run({ honest = 0, liars = 0, seed = 1, wire = false, ...given }: Training): Promise<RunResult> {
  const { learning = TWELVE, attack, verification = '{ policy: proof-of-training, draws: 2 }', more = '' } = given;
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  copyFileSync(IRIS, join(folder, 'iris.csv'));
  const group = (name: string, count: number): string =>
    count > 0 ? `  - { group: ${name}, count: ${count}, device: raspberry-pi-5 }\n` : '';
  writeFileSync(
    join(folder, 'learn.yaml'),
    `version: 1
seed: ${seed}
nodes:
${group('honest', honest)}${group('liar', liars)}network: { latency: 5 ms, up: 20 Mbps, down: 50 Mbps }
federated: { data: { set: ./iris.csv, label: species }, rate: 0.1, minimum: 1 %, ${learning}${
      attack === undefined ? '' : `, liars: [liar], attack: ${attack}`
    } }
verification: ${verification}
scheduling: round-robin
${more}
`,
  );
  const loaded = await loadScenarioFile(join(folder, 'learn.yaml'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  return (await runCell(loaded.value.scenario.cells[0]!, seed, { wire })).result;
}

const broken = ({ invariants }: RunResult): string[] => invariants.flatMap(({ name, held }) => (held ? [] : [name]));

describe('proof of training', () => {
  it.each([
    ['{ kind: slice-skipper, bad: 3 }', 3, 2],
    ['{ kind: slice-skipper, bad: 1 }', 1, 6],
    ['sign-flip', 1, 4],
    ['gaussian', 12, 1],
    ['free-rider', 12, 1],
  ])(
    'catches %s (%d bad slices of 12, %d drawn) as often as the formula says, within a 99 %% interval',
    async (attack, bad, draws) => {
      let [claims, caught] = [0, 0];
      for (let seed = 1; seed <= 5; seed++) {
        const verification = `{ policy: proof-of-training, draws: ${draws} }`;
        const result = await run({ liars: 40, attack, verification, seed });
        expect(broken(result)).toEqual([]);
        const { metrics } = result;
        expect(metrics['training.chance']).toBeCloseTo(chanceOfCatching(12, bad, draws), 12);
        expect(metrics['training.late']).toBe(0);
        claims += metrics['training.claims']!;
        caught += metrics['training.caught']! * metrics['training.claims']!;
        // Each that was caught lost its whole stake of 100 tokens, and its update was left out.
        const lost = metrics['stake.lost'];
        const left = Math.round((1 - metrics['training.caught']!) * 40);
        if (lost !== undefined) expect(lost * left).toBeCloseTo(100 * (40 - left), 6);
        expect(metrics['federated.dropped']).toBeCloseTo(metrics['training.caught']!, 12);
      }
      expect(claims).toBe(200);
      const chance = chanceOfCatching(12, bad, draws);
      expect(Math.abs(caught / claims - chance)).toBeLessThanOrEqual(
        2.576 * Math.sqrt((chance * (1 - chance)) / claims),
      );
    },
  );

  it.each([
    'hidden: [5, 4], batch: 4, rounds: 4',
    'hidden: 4, batch: 4, rounds: 4, optimiser: adam',
    'hidden: 4, batch: 7, epochs: 3, rounds: 3, compression: quantise',
    'hidden: 0, batch: 4, rounds: 3, aggregation: { rule: fedprox, mu: 0.1 }, compression: { sparsify: 20 % }',
    'hidden: 0, batch: 4, rounds: 6, participants: 5, aggregation: { rule: fedbuff, buffer: 3 }',
  ])('makes the same models and raises no alarm where everybody trains: %s', async (learning) => {
    const proven = await run({ honest: 8, learning });
    const plain = await run({ honest: 8, learning, verification: 'none' });
    expect(broken(proven)).toEqual([]);
    const { metrics } = proven;
    expect(metrics['training.falseAlarms']).toBe(0);
    expect(metrics['training.misfits']).toBe(0);
    expect(metrics['training.repeated']).toBeGreaterThan(0);
    expect(metrics['training.joules']).toBeGreaterThan(0);
    // Asynchronous training takes what comes first, and checks take time.
    if (learning.includes('fedbuff')) return;
    for (const name of ['federated.loss', 'federated.accuracy', 'federated.rounds']) {
      expect(metrics[name]).toBe(plain.metrics[name]);
    }
  });

  it('costs what is drawn: all slices again with as many draws as slices', async () => {
    const few = await run({ honest: 10, learning: 'batch: 2, hidden: 0, rounds: 2' });
    const verification = '{ policy: proof-of-training, draws: 100, slices: 3 }';
    const all = await run({ honest: 10, learning: 'batch: 2, hidden: 0, rounds: 2', verification });
    // 120 examples in each round: 2 of 6 slices, or all of 3.
    expect(few.metrics['training.repeated']).toBe(2 * 120 * (2 / 6));
    expect(all.metrics['training.repeated']).toBe(2 * 120);
    expect(all.metrics['training.overhead']).toBeGreaterThan(0.9);
    expect(all.metrics['training.bytes']).toBeGreaterThan(few.metrics['training.bytes']!);
  });

  it('does not see that data is bad, and says at once that there is less of it than was claimed', async () => {
    const flipped = await run({ honest: 6, liars: 2, attack: 'label-flip', learning: 'batch: 5, rounds: 3' });
    expect(flipped.metrics['training.caught']).toBeUndefined();
    expect(flipped.metrics['training.misfits']).toBe(0);
    expect(flipped.metrics['wrong.accepted']).toBeGreaterThan(0);
    const inflated = await run({ honest: 6, liars: 2, attack: 'sample-inflation', learning: 'batch: 5, rounds: 3' });
    expect(broken(inflated)).toEqual([]);
    expect(inflated.metrics['training.misfits']).toBe(2);
    expect(inflated.metrics['wrong.accepted']).toBe(0);
  });

  it('ends a round without those that were excluded, and does not wait for them', async () => {
    const learning = 'batch: 5, rounds: 3, timeout: 1 h';
    const verification = '{ policy: proof-of-training, draws: 100 }';
    const { metrics } = await run({ honest: 4, liars: 4, attack: 'ipm', learning, verification });
    expect(metrics['training.caught']).toBe(1);
    expect(metrics['federated.failed']).toBe(0);
    expect(metrics['federated.time']).toBeLessThan(60);
  });

  it('is the same if every message goes through its bytes, and if signatures are real', async () => {
    const given = { honest: 4, liars: 2, attack: '{ kind: slice-skipper, bad: 2 }', learning: 'batch: 5, rounds: 3' };
    const plain = await run(given);
    expect((await run({ ...given, wire: true })).fingerprint).toBe(plain.fingerprint);
    const real = await run({ ...given, more: 'fidelity: { signature: real }' });
    expect([broken(real), real.metrics['federated.loss']]).toEqual([[], plain.metrics['federated.loss']]);
  });

  it('never punishes who trained, whatever is lost and whoever crashes', async () => {
    const more = `recovery: lose
faults:
  - { crash: { nodes: [honest-1] }, at: 15 ms, for: 2 s }
  - { drop: { nodes: [all], probability: 10 % }, at: 0 s, for: 20 s }
  - { duplicate: { nodes: [all], probability: 30 % }, at: 0 s, for: 20 s }`;
    for (let seed = 1; seed <= 5; seed++) {
      const result = await run({ honest: 6, learning: 'batch: 5, rounds: 6, timeout: 10 s', more, seed });
      expect(broken(result)).toEqual([]);
      expect(result.metrics['training.misfits']).toBe(0);
      expect(result.metrics['training.falseAlarms'] ?? 0).toBe(0);
    }
  });

  it.each([
    [{ learning: 'secure: {}' }, 'reveals-data'],
    [{ learning: 'privacy: { noise: 1, epsilon: 8 }' }, 'reveals-data'],
    [{ learning: 'aggregation: scaffold' }, 'not-committed'],
    [{ verification: '{ policy: replicate, k: 3 }' }, 'only-unverified'],
    [{ verification: '{ policy: proof-of-training, draws: 0 }' }, 'out-of-range'],
    [{ more: 'stop: { tasks: 9 }\nworkload: [{ work: { time: 1 s }, arrivals: { poisson: 1 /s } }]' }, 'only-training'],
  ])('refuses %j', async (given, code) => {
    await expect(run({ honest: 6, ...given })).rejects.toThrow(`"code":"${code}"`);
  });
});
