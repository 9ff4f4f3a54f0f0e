// The bits of a NaN, of every operator and by every path, in every runtime: those of one rule, whoever runs the module.

import { describe, expect, it } from 'vitest';
import { execute, limitPresets, runtimes } from '../../../core/execution/index.ts';
import { cases, input, nanModule } from '../../nan-paths.ts';

const limits = { ...limitPresets.relaxed, startMilliseconds: 60_000 };
const module = nanModule();

describe('a NaN', () => {
  it.each(runtimes)('has the bits that the rules give it in $name', async (runtime) => {
    if (runtime.missing?.() !== undefined) return;
    const { outcome, output, detail } = await execute(module, input, { limits, trace: false, runtime });
    expect(outcome, detail).toBe('ok');
    const bits = new BigUint64Array(output.slice().buffer);
    const wrong: string[] = [];
    let at = 0;
    for (const { name, expected } of cases)
      for (const [pair, wanted] of expected.entries()) {
        const got = bits[at++]!;
        if (got !== wanted) wrong.push(`${name}, pair ${pair}: ${got.toString(16)}, not ${wanted.toString(16)}`);
      }
    expect(wrong).toEqual([]);
    expect(at).toBe(bits.length);
  });
});
