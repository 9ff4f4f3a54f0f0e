import { describe, expect, it } from 'vitest';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';

const folder = new URL('../../../scenarios/faults/canaries/', import.meta.url).pathname;

describe('a canary scenario of settlement', () => {
  it.each([
    'anchors-chain',
    'anchors-become-final',
    'peg-solvent',
    'tokens-conserved',
    'deposits-credited',
    'burns-are-paid',
  ])('is caught by %s', async (name) => {
    const loaded = await loadScenarioFile(`${folder}${name}.yaml`);
    if (!loaded.ok) throw new Error(loaded.failures[0]!.message);
    const { result } = await runCell(loaded.value.scenario.cells[0]!, 1);
    expect(result.invariants.flatMap(({ name: broken, held }) => (held ? [] : [broken]))).toContain(name);
  });
});
