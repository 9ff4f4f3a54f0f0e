import { describe, expect, it } from 'vitest';
import { executeEverywhere, limitPresets, type Runtime } from '../../../core/execution/index.ts';
import { findTask, readTaskModule } from '../../../sim/tasks/index.ts';

const module = readTaskModule(findTask('sort')!);
const right = { outcome: 'ok', gas: 7n, output: new Uint8Array([1]), traceHash: '0'.repeat(16), detail: '' } as const;
const runtime = (name: string, ...ends: object[]): Runtime => {
  let run = 0;
  return { name, summary: '', run: () => Promise.resolve({ ...right, ...ends[run++ % Math.max(1, ends.length)] }) };
};
const compare = (runtimes: readonly Runtime[], times = 1) =>
  executeEverywhere(module, new Uint8Array(0), { limits: limitPresets.strict, trace: true, runtimes, times });

describe('runs compared', () => {
  it('agree on one end, with its claim', async () => {
    const { agreed, runs } = await compare([runtime('a'), runtime('b')], 2);
    expect(agreed).toMatchObject({ outcome: 'ok', gas: 7n });
    expect(agreed.executionHash).toMatch(/^[0-9a-f]{64}$/);
    expect(runs.map((each) => each.runtime)).toEqual(['a', 'a', 'b', 'b']);
  });

  it.each([{ gas: 8n }, { output: new Uint8Array([2]) }, { traceHash: '1'.repeat(16) }, { outcome: 'trap' }])(
    'are non-deterministic if one differs in %o, and nobody signs that',
    async (other) => {
      const { agreed } = await compare([runtime('a'), runtime('b', other)]);
      expect(agreed.outcome).toBe('nondeterminism');
      expect(agreed.detail).toMatch(/^a came to ok .*, but b came to /);
      expect(agreed.executionHash).toBeUndefined();
    },
  );

  it('are non-deterministic if one runtime differs from itself', async () => {
    const { agreed } = await compare([runtime('a', {}, { gas: 9n })], 2);
    expect(agreed.outcome).toBe('nondeterminism');
  });

  it('have the fault of one of them, if the others agree', async () => {
    const { agreed } = await compare([runtime('a'), runtime('b', { outcome: 'timeout', detail: 'late' })]);
    expect(agreed).toMatchObject({ outcome: 'timeout', detail: 'b: late' });
  });
});
