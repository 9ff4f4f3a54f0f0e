// A canary scenario breaks an invariant on purpose, so that one knows that its alarm works.

import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Document } from '../../../sim/experiment/document.ts';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import { swarmed } from '../../../sim/experiment/swarm.ts';
import { invariants } from '../../../sim/invariants/index.ts';
import type { InvariantResult } from '../../../sim/results/index.ts';

const FOLDER = 'scenarios/faults/canaries';
const canaries = readdirSync(FOLDER).map((file) => file.replace('.yaml', ''));
const SEEDS = 20;

/** As `check` does: a seed, with its own faults. */
async function outcomes(document: Document, seed: number, scratch: string): Promise<readonly InvariantResult[]> {
  writeFileSync(scratch, stringify(swarmed(document, seed)));
  const loaded = await loadScenarioFile(scratch);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  return (await runCell(loaded.value.scenario.cells[0]!, seed)).result.invariants;
}

describe('canaries', () => {
  it('are one for each invariant', () => {
    expect(canaries).toEqual(invariants.map(({ name }) => name).sort());
  });

  it.each(canaries)('%s is caught', async (name) => {
    const loaded = await loadScenarioFile(`${FOLDER}/${name}.yaml`);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
    const document = parse(loaded.value.scenario.yaml) as Document;
    const scratch = join(mkdtempSync(join(tmpdir(), 'canary-')), 'variant.yaml');
    for (let seed = 1; seed <= SEEDS; seed++) {
      const broken = (await outcomes(document, seed, scratch)).filter(({ held }) => !held);
      if (broken.some((each) => each.name === name)) return;
    }
    expect.fail(`no seed up to ${SEEDS} breaks it`);
  });
});
