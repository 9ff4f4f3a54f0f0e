// The circuit without keys: what satisfies its constraints, and what does not.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIELD } from '../../core/proof/groth16/field.ts';
import { circuitShapes, inputsOf, type Plan, planProof } from '../../core/proof/index.ts';
import { holds } from '../circom-witness.ts';
import { integerModule } from '../wasm-modules.ts';
import { moduleWith, words } from './modules.ts';
import { satisfied, system, witnessOf } from './witness.ts';

const claimant = { prover: 'a', nonce: '00' };
type Inputs = Record<string, unknown>;

function planOf(module: Uint8Array, input: Uint8Array): Plan {
  const plan = planProof(module, input, claimant, circuitShapes.test);
  if (!plan.ok) throw new Error(plan.failures[0]!.message);
  return plan.value;
}

function bigints(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bigints);
  if (typeof value !== 'object' || value === null) return BigInt(value as number | bigint);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bigints(inner)]));
}

const inputsIn = ({ statement, eachSegment }: Plan): Inputs[] =>
  [...eachSegment()].map((segment) => inputsOf(statement, segment));

/** Two segments of a run: loads, a branch, a division and idle steps; a store, moves, logic and a return. */
let honest: Inputs;
let second: Inputs;
beforeAll(async () => {
  const all = inputsIn(planOf(await moduleWith('i32.rem_u'), words(17, 5)));
  // The calculator takes no list of numbers of two types.
  [honest, second] = all.map(bigints) as [Inputs, Inputs];
});

describe('the circuit', () => {
  it('is the size that its set is for', () => {
    expect(system.constraints.length + system.publics + 1).toBeLessThanOrEqual(2 ** 14);
    expect(system.publics).toBe(7);
  });

  it('is satisfied by the segments of random programs', async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(integerModule, fc.nat(), async ({ module, input }, which) => {
        const plan = planProof(module, input, claimant, circuitShapes.test);
        fc.pre(plan.ok && plan.value.segments <= 40);
        const all = [...plan.value.eachSegment()];
        const segment = all[which % all.length]!;
        steps += segment.steps;
        expect(satisfied(await witnessOf(inputsOf(plan.value.statement, segment)))).toBe(true);
      }),
      { numRuns: 4 },
    );
    // A few programs are over at once.
    expect(steps).toBeGreaterThan(4);
  }, 120_000);

  it('chains: each segment begins in the state that the one before ended in', async () => {
    const all = [...planOf(await moduleWith('i32.add'), words(1, 2)).eachSegment()];
    expect(all.length).toBeGreaterThan(1);
    for (const [at, { stateIn }] of all.slice(1).entries()) expect(stateIn).toBe(all[at]!.stateOut);
  });
});

/** Signals by path: `f.3.0`. */
function leaves(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return [path];
  const picked = [...new Set([0, Math.floor(value.length / 2), value.length - 1])];
  return picked.flatMap((at) => leaves(value[at], `${path}.${at}`));
}

function changed(inputs: Inputs, path: string, by: (value: bigint) => bigint): Inputs {
  const copy = structuredClone(inputs);
  const names = path.split('.');
  let at = copy as Record<string, unknown>;
  for (const name of names.slice(0, -1)) at = at[name] as Record<string, unknown>;
  const last = names.at(-1)!;
  at[last] = by(at[last] as bigint);
  return copy;
}

const changes: Readonly<Record<string, (value: bigint) => bigint>> = {
  'one more': (value) => value + 1n,
  'one less': (value) => (value + FIELD - 1n) % FIELD,
  'a word more': (value) => value + 2n ** 32n,
};

/** What a prover may choose: a quotient where nothing is divided, and the age of an operand that is an immediate. */
function isFree(inputs: Inputs, path: string): boolean {
  const [name, at] = path.split('.');
  const ops = inputs['f'] as bigint[][];
  if (name === 'q') return ops[Number(at)]![21] === 0n && ops[Number(at)]![22] === 0n;
  return name === 'dB' && (inputs['imm'] as bigint[])[Number(at)] === 1n;
}

describe('a lying prover', () => {
  it('gets no witness for anything but what ran', async () => {
    const kinds: string[] = [];
    const accepted: string[] = [];
    let free = 0;
    const attempt = async (told: Inputs, path: string, name: string): Promise<void> => {
      kinds.push(`${path}: ${name}`);
      const values = await witnessOf(changed(told, path, changes[name]!)).catch(() => undefined);
      if (values === undefined) return;
      if (isFree(told, path)) free += 1;
      else accepted.push(`${path}: ${name}`);
    };
    // These are whatever the statement says: that they are bound to the proof is for the keys to show.
    const paths = Object.keys(honest)
      .filter((name) => !/^(tag|taskInput|taskOutput)$/.test(name))
      .flatMap((name) => leaves(honest[name], name));
    for (const path of paths) {
      for (const name of Object.keys(changes)) await attempt(honest, path, name);
      await attempt(second, path, 'one more');
    }
    expect(accepted).toEqual([]);
    expect(free).toBeGreaterThan(0);
    expect(kinds.length).toBeGreaterThan(200);
  }, 240_000);

  it('cannot change a single wire', async () => {
    const values = [...(await witnessOf(honest))];
    const using = values.map((): number[] => []);
    for (const [row, constraint] of system.constraints.entries())
      for (const { wires } of constraint) for (const wire of wires) using[wire]!.push(row);
    const free: number[] = [];
    for (let wire = 1; wire < values.length; wire += 1) {
      const was = values[wire]!;
      values[wire] = (was + 1n) % FIELD;
      if (using[wire]!.every((row) => holds(system.constraints[row]!, values))) free.push(wire);
      values[wire] = was;
    }
    // The hint of a test for zero where it is zero: what it is multiplied with is zero, and the answer stays the same.
    expect(free.length).toBeLessThanOrEqual(circuitShapes.test.steps);
    for (const wire of free) expect(values[wire]).toBe(0n);
  }, 120_000);
});
