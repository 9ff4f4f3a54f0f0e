import { describe, expect, it } from 'vitest';
import { alieDeviations } from '../../../sim/adversary/alie.ts';
import { stampPatch } from '../../../sim/adversary/backdoor.ts';
import { findTrainingAttack, trainingAttacks } from '../../../sim/adversary/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const view = {
  update: Float64Array.of(1, 2),
  cohort: [Float64Array.of(1, 2), Float64Array.of(3, 2)],
  drift: undefined,
  examples: 10,
  trainers: 10,
  liars: 2,
};

function sent(name: string, given: Record<string, number> = {}): number[] {
  const definition = findTrainingAttack(name)!;
  const defaults = Object.fromEntries(Object.entries(definition.parameters).map(([key, each]) => [key, each.default]));
  return [...definition.create({ ...defaults, ...given }, openStream(1, 'attack')).sends!(view).update];
}

describe('attacks on training', () => {
  it('are as they were published', () => {
    expect(alieDeviations(50, 12)).toBeCloseTo(0.33603814037182306, 6);
    expect(alieDeviations(100, 20)).toBeCloseTo(0.2858408748811657, 6);
    expect(sent('alie', { z: 2 })).toEqual([0, 2]);
    expect(sent('sign-flip', { scale: 4 })).toEqual([-4, -8]);
    expect(sent('ipm', { scale: 0.5 })).toEqual([-1, -1]);
    expect(sent('lazy-copier')).toEqual([1, 2]);
    expect(sent('backdoor')).toEqual([5, 10]);
    expect(sent('free-rider', { noise: 0 })).toEqual([0, 0]);
    expect(sent('gaussian', { deviation: 0 })).toEqual([0, 0]);
  });

  it('change data, and claims', () => {
    const example = { pixels: new Uint8Array(25), brightest: 255, label: 2 };
    findTrainingAttack('label-flip')!.create({ share: 1 }, openStream(1, 'attack')).poisons!(example, 10);
    expect(example.label).toBe(7);
    stampPatch(example);
    expect(example.pixels.filter((pixel) => pixel === 255)).toHaveLength(9);
    const inflation = findTrainingAttack('sample-inflation')!.create({ factor: 10 }, openStream(1, 'attack'));
    expect(inflation.sends!(view).examples).toBe(100);
    expect(findTrainingAttack('worst-drop-out')!.create({ rate: 1 }, openStream(1, 'attack')).leaves).toBe(true);
    expect(new Set(trainingAttacks.map(({ name }) => name)).size).toBe(11);
  });
});
