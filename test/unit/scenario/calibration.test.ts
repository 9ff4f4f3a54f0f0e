import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenarioFile } from '../../../sim/experiment/index.ts';

const MEASURED = `
version: 1
machine: "a machine"
speed: 4e9 gas/s
circuits:
  test: { steps: 12, proving: 2e10 gas, verifying: 15 ms }
`;

async function load(verification: string, calibration = MEASURED) {
  const folder = mkdtempSync(join(tmpdir(), 'ambient-calibration-'));
  writeFileSync(join(folder, 'calibration.yaml'), calibration);
  const scenario = `
version: 1
seed: 1
stop: { tasks: 1 }
nodes: [{}]
workload: [{ name: jobs, work: { gas: 100 gas }, arrivals: { every: 1 s } }]
verification: ${verification}
fidelity: { calibration: ./calibration.yaml }
`;
  writeFileSync(join(folder, 'proven.yaml'), scenario);
  return await loadScenarioFile(join(folder, 'proven.yaml'));
}

describe('a calibration', () => {
  it('is what proving costs where a scenario does not say it, and is told in its assumptions', async () => {
    const loaded = await load('{ policy: zk, circuit: test, proving: 5 }');
    if (!loaded.ok) throw new Error(loaded.failures[0]!.message);
    const { cells, assumptions, yaml } = loaded.value.scenario;
    expect(cells[0]!.verification.parameters).toMatchObject({ steps: 12, proving: 5, verifying: 15_000 });
    expect(assumptions.join()).toContain('measured on a machine');
    expect(yaml).toContain('calibration: ');
  });

  it.each([
    ['{ policy: zk }', MEASURED, 'not-calibrated fidelity.calibration'],
    ['{ policy: zk, circuit: test }', MEASURED.replace('2e10 gas', 'fast'), 'bad-quantity fidelity.calibration'],
    ['{ policy: zk, circuit: test }', MEASURED.replace('machine', 'maschine'), 'unknown-key fidelity.calibration'],
    ['{ policy: zk, circuit: test }', 'version: 2', 'unknown-version fidelity.calibration'],
    ['{ policy: zk, circuit: test }', '{', 'yaml'],
  ])('of no use is refused: %s', async (verification, calibration, complaint) => {
    const loaded = await load(verification, calibration);
    const said = loaded.ok ? [] : loaded.failures.map(({ code, path }) => `${code} ${path ?? ''}`);
    expect(said.join()).toContain(complaint);
  });
});
