import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ambient, folderWith, root } from './command.ts';

const hostile = (name: string): string => join(root, 'scenarios/tasks/hostile', `${name}.wasm`);

describe('ambient exec', () => {
  it('runs a task of the catalogue by name on an input by set and index, and says what came out', async () => {
    const { code, out } = await ambient(['exec', 'classify-digit', '--input', 'mnist-test:0'], folderWith());
    expect(code).toBe(0);
    // The first test image of MNIST is a seven.
    expect(out).toMatch(/^digit 7, \d+ % confidence\noutcome {2}ok\ngas {6}\d+\n/);
  });

  it('gives a program one object: the digest of a file, as base64', async () => {
    const folder = folderWith({ 'abc.txt': 'abc' });
    const { code, out } = await ambient(['exec', 'sha256', '--input', 'abc.txt', '--json'], folder);
    const { outcome, output, gas, traceHash, executionHash } = JSON.parse(out) as Record<string, string | number>;
    expect({ code, outcome }).toEqual({ code: 0, outcome: 'ok' });
    // FIPS 180-4, appendix B.1.
    expect(Buffer.from(String(output), 'base64').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(gas).toBeGreaterThan(0);
    expect(traceHash).toMatch(/^[0-9a-f]{16}$/);
    expect(executionHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('runs it in every runtime, which come to the same', async () => {
    const { code, out } = await ambient(['exec', 'classify-digit', '--runtime', 'all', '--json'], folderWith());
    const { runs, gas, traceHash } = JSON.parse(out) as {
      runs: { runtime: string; gas: number; traceHash: string }[];
    } & {
      gas: number;
      traceHash: string;
    };
    expect(code).toBe(0);
    expect(runs.map(({ runtime }) => runtime)).toEqual(['v8', 'interpreter', 'wasmer', 'v8-liftoff', 'v8-turbofan']);
    for (const run of runs) expect(run).toMatchObject({ gas, traceHash });
  });

  it('ends with 1 when the module does not end well, and with 2 when there is none', async () => {
    const folder = folderWith();
    const [spinning, missing, beyond] = await Promise.all([
      ambient(['exec', hostile('gas/spin'), '--limits', 'strict'], folder),
      ambient(['exec', 'nowhere.wasm'], folder),
      ambient(['exec', 'classify-digit', '--input', 'mnist-test:10000'], folder),
    ]);
    expect([spinning.code, missing.code, beyond.code]).toEqual([1, 2, 2]);
    expect(spinning.out).toContain('outcome  gas');
    expect(missing.err).toContain('nowhere.wasm');
    expect(beyond.err).toContain('below 10000');
  });
});
