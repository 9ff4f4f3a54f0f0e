// Real proofs under the small circuit's keys, and files that are none.

import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCurve } from '../../core/proof/groth16/curve.ts';
import { FIELD } from '../../core/proof/groth16/field.ts';
import { parsePoint2 } from '../../core/proof/groth16/points.ts';
import { parseVerificationKey } from '../../core/proof/groth16/verification-key.ts';
import {
  circuitShapes,
  contribute,
  type ProofFile,
  ProverPool,
  planProof,
  provePlan,
  readProof,
  readVerificationKey,
  type Verdict,
  Verifier,
  workshopOf,
  writeProof,
} from '../../core/proof/index.ts';
import { signalsOf } from '../../core/proof/verifying/statement.ts';
import { testWorkshop } from './keys.ts';
import { moduleWith, words } from './modules.ts';

const workshop = testWorkshop();
const keyFile = (): string => readFileSync(workshop.verificationKey, 'utf8');

async function prove(module: Uint8Array, input: Uint8Array): Promise<ProofFile> {
  const plan = planProof(module, input, { prover: 'node-7', nonce: '0badcafe' }, circuitShapes.test);
  const key = await readVerificationKey(workshop.verificationKey);
  if (!plan.ok || !key.ok) throw new Error('there is nothing to prove, or no key');
  const pool = new ProverPool({ ...workshop, workers: 2 });
  const segments = await provePlan(pool, plan.value);
  pool.close();
  if (!segments.ok) throw new Error(segments.failures[0]!.message);
  return { ...plan.value.file, key: key.value.hash, segments: segments.value };
}

let verifier: Verifier;
let sum: ProofFile;
let trap: ProofFile;
beforeAll(async () => {
  const key = await readVerificationKey(workshop.verificationKey);
  if (!key.ok) throw new Error(key.failures[0]!.message);
  verifier = await Verifier.open(circuitShapes.test, key.value);
  sum = await prove(await moduleWith('i32.add'), words(30, 12));
  trap = await prove(await moduleWith('i32.div_u'), words(30, 0));
}, 600_000);

function verdictOn(text: string): Verdict {
  const file = readProof(text);
  return file.ok ? verifier.verify(file.value) : { valid: false, reason: file.failures[0]!.message };
}

describe('a proof', () => {
  it('holds for what ran, over a chain of segments, and survives being written', () => {
    expect(sum.segments.length).toBeGreaterThan(1);
    expect(sum).toMatchObject({ outcome: 'ok', output: words(42) });
    expect(verdictOn(writeProof(sum))).toEqual({ valid: true, steps: 15 });
  });

  it('holds for a trap', () => {
    expect(trap).toMatchObject({ outcome: 'trap', output: new Uint8Array(0) });
    expect(verdictOn(writeProof(trap))).toMatchObject({ valid: true });
  });

  it('is one for snarkjs, too', async () => {
    const { groth16 } = await import('snarkjs');
    const plan = planProof(sum.module, sum.input, sum, circuitShapes.test);
    if (!plan.ok) throw new Error('nothing to prove');
    const [segment] = plan.value.eachSegment();
    const signals = signalsOf(plan.value.statement, segment!).map(String);
    const { a, b, c } = sum.segments[0]!.proof as { a: string[]; b: string[][]; c: string[] };
    const written = {
      pi_a: [...a, '1'],
      pi_b: [...b, ['1', '0']],
      pi_c: [...c, '1'],
      protocol: 'groth16',
      curve: 'bn128',
    };
    const key: unknown = JSON.parse(keyFile());
    expect(await groth16.verify(key, signals, written)).toBe(true);
    expect(await groth16.verify(key, [...signals.slice(0, 6), '3'], written)).toBe(false);
  });

  it('says the same of no other task, prover or nonce', () => {
    for (const stolen of [
      { ...sum, prover: 'node-8' },
      { ...sum, nonce: '0badcaff' },
      { ...sum, input: words(29, 13) },
      { ...sum, module: trap.module },
      { ...sum, segments: trap.segments },
      { ...sum, output: words(43) },
      { ...sum, outcome: 'trap' as const, output: new Uint8Array(0) },
      { ...sum, end: { ...sum.end, gas: sum.end.gas - 1 } },
      { ...sum, segments: sum.segments.slice(0, 1) },
      { ...sum, segments: [...sum.segments].reverse() },
      { ...sum, segments: [] },
    ])
      expect(verdictOn(writeProof(stolen))).toMatchObject({ valid: false });
  });
});

/** Every value of a document, by a way to it. */
function* places(value: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* places(inner, [...at, name]);
  else yield at;
}

function replaced(text: string, at: readonly string[], by: (value: unknown) => unknown): string {
  const copy = JSON.parse(text) as Record<string, unknown>;
  let inner: Record<string, unknown> = copy;
  for (const name of at.slice(0, -1)) inner = inner[name] as Record<string, unknown>;
  inner[at.at(-1)!] = by(inner[at.at(-1)!]);
  return JSON.stringify(copy);
}

const Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const mutations: readonly ((value: unknown) => unknown)[] = [
  (value) => (typeof value === 'number' ? value + 1 : `${String(value)}1`),
  () => null,
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? String(BigInt(value) + FIELD) : -1),
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? String(BigInt(value) + Q) : {}),
  (value) => (typeof value === 'string' ? `0${value}` : 1e300),
];

describe('a file that was tampered with', () => {
  it('is refused, whatever was done to it', () => {
    const text = writeProof(sum);
    const accepted: string[] = [];
    let kinds = 0;
    for (const at of places(JSON.parse(text)))
      for (const [number, mutation] of mutations.entries()) {
        // Of the many nodes of paths, one level.
        if (at.includes('path') && at.at(-2) !== '0') continue;
        kinds += 1;
        const verdict = verdictOn(replaced(text, at, mutation));
        if (verdict.valid) accepted.push(`${at.join('.')}: ${number}`);
      }
    expect(accepted).toEqual([]);
    expect(kinds).toBeGreaterThan(200);
  });

  it.each(['', 'null', '[]', '{}', '{"format":"ambient-proof/1"}', '[[[[[[', '1e999', '"'.repeat(99)])(
    'is refused: %j',
    (text) => {
      expect(verdictOn(text)).toMatchObject({ valid: false });
    },
  );
});

describe('a contribution', () => {
  it('makes another key, under which earlier proofs are of no use, and leaves nothing else behind', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'ambient-proof-'));
    const copy = workshopOf(parent, circuitShapes.test);
    cpSync(workshop.folder, copy.folder, { recursive: true });
    const told = { onProgress: () => undefined, signal: new AbortController().signal };
    expect(await contribute(copy, 'another party', 'what only they know', told)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(readdirSync(parent)).toEqual([basename(copy.folder)]);
    const key = await readVerificationKey(copy.verificationKey);
    if (!key.ok) throw new Error(key.failures[0]!.message);
    const theirs = await Verifier.open(circuitShapes.test, key.value);
    expect(theirs.verify(sum)).toMatchObject({ valid: false });
    // Not for its name only.
    expect(theirs.verify({ ...sum, key: key.value.hash })).toMatchObject({
      valid: false,
      reason: 'the proof of segment 1 of 2 is not valid',
    });
  });
});

describe('a verification key', () => {
  it('is refused if anyone could forge under it, or if it is of something else', async () => {
    const curve = await loadCurve();
    const key = JSON.parse(keyFile()) as Record<string, unknown>;
    const tried = (change: object): unknown => {
      const parsed = parseVerificationKey(curve, JSON.stringify({ ...key, ...change }), 7);
      return parsed.ok ? 'taken' : parsed.failures[0]!.message;
    };
    expect(tried({})).toBe('taken');
    expect(tried({ vk_delta_2: key['vk_gamma_2'] })).toMatch(/anyone can forge/);
    expect(tried({ nPublic: 6 })).toMatch(/another circuit/);
    expect(tried({ IC: (key['IC'] as unknown[]).slice(1) })).toMatch(/another circuit/);
    expect(tried({ vk_alpha_1: ['1', '1', '1'] })).toMatch(/not in its group/);
    expect(tried({ protocol: 'plonk' })).toMatch(/Groth16/);
  });

  it('takes no point of the twist that is outside of the group', async () => {
    const curve = await loadCurve();
    // On the twist y^2 = x^3 + 3/(9+u), found by trying x = n: not of prime order.
    const outside = outsideOfGroup(curve);
    expect(curve.G2.isValid(curve.G2.fromObject([...outside, [1n, 0n]]))).toBe(true);
    expect(
      parsePoint2(
        curve,
        outside.map((pair) => pair.map(String)),
      ),
    ).toBeUndefined();
  });
});

/** b of the twist: 3 / (9 + u). */
const TWIST_B: readonly [bigint, bigint] = [
  19485874751759354771024239261021720505790618469301721065564631296452457478373n,
  266929791119991161246907387137283842545076965332900288569378510910307636690n,
];

interface Extension {
  fromObject(value: readonly bigint[]): Uint8Array;
  toObject(element: Uint8Array): [bigint, bigint];
  mul(a: Uint8Array, b: Uint8Array): Uint8Array;
  square(a: Uint8Array): Uint8Array;
  add(a: Uint8Array, b: Uint8Array): Uint8Array;
  sqrt(a: Uint8Array): Uint8Array;
  eq(a: Uint8Array, b: Uint8Array): boolean;
}

/** Of the points with x = 1, 2, ... the first: there are far more of them outside of the group than in it. */
function outsideOfGroup(curve: Awaited<ReturnType<typeof loadCurve>>): [[bigint, bigint], [bigint, bigint]] {
  const field = curve.G2.F as unknown as Extension;
  for (let n = 1n; ; n += 1n) {
    const x = field.fromObject([n, 0n]);
    const square = field.add(field.mul(field.square(x), x), field.fromObject(TWIST_B));
    const y = field.sqrt(square);
    if (field.eq(field.square(y), square)) return [field.toObject(x), field.toObject(y)];
  }
}
