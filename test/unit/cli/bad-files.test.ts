// Files that were cut, altered at any byte, or never were what they are taken for: an exit code and a message, never a
// stack trace, and never a file that is worse than before.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ambient } from '../../../cli/ambient.ts';
import { rememberingTerminal } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'bad-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scenario = `version: 1
name: anchored
seed: 1
stop: { after: 20 min }
nodes: [{ group: node, count: 2 }]
workload: [{ work: { time: 10 s }, arrivals: { every: 1 min } }]
incentives: { journal: true, fee: 2 % }
settlement: { anchor: { every: 10 min } }
`;

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { terminal, out, err } = rememberingTerminal();
  const code = await ambient(words, terminal);
  return { code, out: out(), err: err() };
}

let proof: Buffer;
let journal: Buffer;
let tip: string;
beforeAll(async () => {
  const file = join(folder, 'anchored.yaml');
  writeFileSync(file, scenario);
  const out = join(folder, 'run');
  expect((await run('run', file, '--out', out)).code).toBe(0);
  const named = (start: string): string => join(out, readdirSync(out).find((name) => name.startsWith(start))!);
  proof = readFileSync(named('anchor-'));
  journal = readFileSync(named('ledger-'));
  tip = (JSON.parse((await run('verify-anchor', named('anchor-'), '--json')).out) as { tip: string }).tip;
});

const path = join(folder, 'bad');
async function tried(bytes: Uint8Array, ...words: string[]): Promise<{ code: number; err: string }> {
  writeFileSync(path, bytes);
  return run(words[0]!, path, ...words.slice(1));
}

/** Every byte takes minutes; each was tried once. */
const STEP = 7;

function* altered(bytes: Buffer, step: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) {
    const copy = Buffer.from(bytes);
    copy[at]! ^= (at / step) % 2 === 0 ? 1 : 0x80;
    yield copy;
  }
}

const PLAIN = /^(?!.*\n\s+at .*:\d+:\d+)[\s\S]+$/;

describe('an inclusion proof', () => {
  it('that is altered at any byte is refused, or says the same', async () => {
    const good = await tried(proof, 'verify-anchor', '--block', tip);
    expect(good.code).toBe(0);
    // How large the tree of the epoch was is nothing that a proof of its first leaf binds, or says.
    const size = proof.indexOf('"size":');
    const free = [size, proof.indexOf(/[,}]/.exec(proof.toString('latin1', size))![0], size)];
    let at = 0;
    for (const copy of altered(proof, STEP)) {
      const { code, err } = await tried(copy, 'verify-anchor', '--block', tip);
      const place = at++ * STEP;
      if (code === 0)
        expect(place).toSatisfy((one: number) => (one >= free[0]! && one <= free[1]!) || isBlank(proof, one));
      else
        expect([code, err]).toEqual([
          expect.toSatisfy((one: number) => one === 1 || one === 2),
          expect.stringMatching(PLAIN),
        ]);
    }
  });

  it('that is cut anywhere is none, and neither is another file', async () => {
    for (let length = 0; length < proof.length - 2; length += 97) {
      const { code, err } = await tried(proof.subarray(0, length), 'verify-anchor');
      expect([code, err]).toEqual([2, expect.stringContaining('is no inclusion proof')]);
    }
    for (const other of ['null', '[]', 'version: 1', '7']) {
      expect((await tried(Buffer.from(other), 'verify-anchor')).code).toBe(2);
    }
    expect((await tried(Buffer.from('{"format": 1}'), 'verify-anchor')).code).toBe(1);
  });

  it('of a block at another height is refused', async () => {
    const text = proof
      .toString()
      .replace(
        /"height":\s*(\d)(\d*)/,
        (_, first: string, rest: string) => `"height":${(Number(first) % 9) + 1}${rest}`,
      );
    const { code, err } = await tried(Buffer.from(text), 'verify-anchor', '--block', tip);
    expect([code, err]).toEqual([1, expect.stringContaining('other-height')]);
  });
});

const isBlank = (bytes: Buffer, at: number): boolean => /\s/.test(String.fromCharCode(bytes[at]!));

describe('a ledger journal', () => {
  it('that is altered at any byte is refused', async () => {
    for (const copy of altered(journal, 6 * STEP)) {
      const { code, err } = await tried(copy, 'ledger');
      expect([code, err]).toEqual([
        expect.toSatisfy((one: number) => one === 1 || one === 2),
        expect.stringMatching(PLAIN),
      ]);
    }
  });

  it('that is cut is torn, and is repaired by cutting it to what is whole', async () => {
    const torn = journal.subarray(0, journal.length - 7);
    const { code, err } = await tried(torn, 'ledger');
    expect([code, err]).toEqual([1, expect.stringContaining('ends within a frame')]);
    expect((await run('ledger', path, '--repair')).code).toBe(0);
    expect((await run('ledger', path)).code).toBe(0);
  });

  it('is not what any other file is taken for, and repairing that leaves it alone', async () => {
    for (const other of ['# Read me\n', '{"a": 1}', '\0\0\0x']) {
      const { code } = await tried(Buffer.from(other), 'ledger', '--repair');
      expect([code, readFileSync(path, 'latin1')]).toEqual([2, other]);
    }
  });
});
