import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import type { RunResult } from '../../../sim/results/index.ts';

interface Federation {
  readonly count?: number;
  readonly byzantine?: string;
  readonly more?: string;
  readonly wire?: boolean;
}

async function run({ count = 4, byzantine = '', more = '', wire = false }: Federation): Promise<RunResult> {
  const file = join(mkdtempSync(join(tmpdir(), 'federation-')), 'mesh.yaml');
  writeFileSync(
    file,
    `version: 1
seed: 1
stop: { tasks: 40 }
nodes: [{ group: node, count: 5 }]
network: { latency: 5 ms, jitter: 2 ms }
coordinators: { count: ${count}, patience: 1 s, byzantine: [${byzantine}] }
workload: [{ work: { time: { exponential: { mean: 500 ms } } }, arrivals: { poisson: 2 /s }, expires: 5 min }]
${more}
`,
  );
  const loaded = await loadScenarioFile(file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  return (await runCell(loaded.value.scenario.cells[0]!, 1, { wire })).result;
}

const broken = ({ invariants }: RunResult): string[] => invariants.flatMap(({ name, held }) => (held ? [] : [name]));
const liar = (member: number, behaviour: string): string => `{ member: ${member}, behaviour: ${behaviour} }`;

describe('a federation of coordinators', () => {
  it.each([4, 7])('does what one coordinator does, for 2n(n - 1) messages a decision: n = %d', async (count) => {
    const { metrics, ...result } = await run({ count });
    expect(broken({ metrics, ...result })).toEqual([]);
    expect(metrics).toMatchObject({
      'tasks.completed': 1,
      'consensus.messages': 2 * count * (count - 1),
      'consensus.views': 0,
    });
  });

  it('is the same if every message goes through its bytes', async () => {
    const lies = liar(2, '[equivocator, { delayer: { by: 100 ms } }]');
    const [plain, wired] = [await run({ byzantine: lies }), await run({ byzantine: lies, wire: true })];
    expect(wired.fingerprint).toBe(plain.fingerprint);
  });

  it('verifies real signatures', async () => {
    const result = await run({ more: 'fidelity: { signature: real }' });
    expect([broken(result), result.metrics['tasks.completed']]).toEqual([[], 1]);
  });

  it.each([
    'silent',
    'censor',
    'delayer',
    'equivocator',
    'twins',
    'request-forger',
    'history-forger',
    'verdict-forger',
  ])('bears one member of four that is %s', async (behaviour) => {
    const result = await run({ byzantine: liar(1, behaviour) });
    expect([broken(result), result.metrics['tasks.completed']]).toEqual([[], 1]);
  });

  it('convicts a primary that says two things', async () => {
    const { metrics } = await run({ byzantine: liar(1, 'equivocator') });
    expect(metrics['consensus.equivocations']).toBeGreaterThan(0);
  });

  it('goes on without its primary, and takes it in again', async () => {
    const more = 'faults: [{ crash: { nodes: [coordinator-1] }, at: 5 s, for: 10 s }]';
    const result = await run({ more });
    expect([broken(result), result.metrics['tasks.completed']]).toEqual([[], 1]);
    expect(result.metrics['consensus.views']).toBeGreaterThan(0);
  });

  it('stands still while it is split in halves, and ends every task when it is whole', async () => {
    const more = `faults:
  - partition: { groups: [[all, clients, coordinator-1, coordinator-2], [coordinator-3, coordinator-4]] }
    at: 5 s
    for: 15 s`;
    const result = await run({ more });
    expect([broken(result), result.metrics['tasks.completed']]).toEqual([[], 1]);
    expect(result.metrics['latency.p99']).toBeGreaterThan(5);
  });

  it.each([
    ['equivocator', 'members-agree'],
    ['verdict-forger', 'held-as-settled'],
    ['silent', 'every-task-settles'],
  ])('does not bear two of four that are %s', async (behaviour, invariant) => {
    const result = await run({ byzantine: [liar(1, behaviour), liar(3, behaviour)].join(', ') });
    expect(broken(result)).toContain(invariant);
  });

  it.each([
    [{ count: 2 }, 'no-federation'],
    [{ count: 4, byzantine: liar(5, 'silent') }, 'out-of-range'],
    [{ count: 1, byzantine: liar(1, 'silent') }, 'lying-alone'],
    [{ count: 4, byzantine: liar(1, 'colluding') }, 'unknown-name'],
    [{ count: 4, more: 'settlement: { chain: simulated }' }, 'not-federated'],
    [{ count: 4, more: 'faults: [{ crash: { nodes: [coordinator-5] }, at: 1 s }]' }, 'unknown-name'],
  ])('refuses %j', async (given, code) => {
    await expect(run(given)).rejects.toThrow(`"code":"${code}"`);
  });
});
