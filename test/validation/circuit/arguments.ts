// The two arguments of the circuit that hang on a challenge, computed once more: what a prover needs to know who would
// solve them for a value that the challenge does not depend on.

import { poseidon2 } from 'poseidon-lite/poseidon2';
import { poseidon5 } from 'poseidon-lite/poseidon5';
import { poseidon16 } from 'poseidon-lite/poseidon16';
import { inField, inverse } from '../../../core/proof/groth16/field.ts';
import type { CircuitShape } from '../../../core/proof/segments/circuit-shape.ts';
import { REGISTERS } from '../../../core/proof/segments/step-log.ts';
import type { Ends, Inputs, Trace } from './forged-trace.ts';

export function stateHashOf({ pc, root, gas, registers }: Ends): bigint {
  const halves = [registers.slice(0, 16), registers.slice(16, 32)].map((half) => poseidon16(half));
  return poseidon5([pc, root, gas, ...halves]);
}

/** All that the circuit is told. */
export const sealed = ({ inputs, before, after }: Trace): Inputs => ({
  ...inputs,
  stateIn: stateHashOf(before),
  stateOut: stateHashOf(after),
});

const bitsOf = (count: number): number => 32 - Math.clz32(count - 1);
const RECORD_BITS = 177;

export interface Challenge {
  readonly g: bigint;
  readonly v: bigint;
  readonly t: bigint;
}

const list = (inputs: Inputs, name: string): bigint[] => inputs[name] as bigint[];
const one = (inputs: Inputs, name: string): bigint => inputs[name] as bigint;

export const timeBits = ({ steps }: CircuitShape): number => bitsOf(3 * steps + 1);
/** Times and uses that there is room for beside a step. */
const roomOf = (shape: CircuitShape): number => Math.floor((253 - RECORD_BITS - 3 * timeBits(shape)) / timeBits(shape));

export function wordAt(inputs: Inputs, step: number): bigint {
  const f = (inputs['f'] as bigint[][])[step]!;
  const op = f.reduce((sum, each, at) => sum + BigInt(at) * each, 0n);
  const at = (name: string): bigint => list(inputs, name)[step]!;
  return inField(
    op + 32n * at('imm') + 64n * at('rs1') + (1n << 14n) * at('rd') + (1n << 22n) * at('x') + (1n << 38n) * at('gas'),
  );
}

/** Of these inputs, with some entries of the transcript replaced. */
export function challengeOf(
  inputs: Inputs,
  shape: CircuitShape,
  replaced: Readonly<Record<number, bigint>> = {},
): Challenge {
  const { steps } = shape;
  const bits = timeBits(shape);
  const items = [...list(inputs, 'tF'), ...list(inputs, 'uses')];
  const room = roomOf(shape);
  const elements = Array.from({ length: steps }, (_, at) => {
    const column = (name: string): bigint => list(inputs, name)[at]!;
    const parts: [bigint, number][] = [
      [column('live'), 0],
      [wordAt(inputs, at), 1],
      [column('a'), 49],
      [column('b'), 81],
      [column('q'), 113],
      [column('vOld'), 145],
      [column('dA'), RECORD_BITS],
      [column('dB'), RECORD_BITS + bits],
      [column('dC'), RECORD_BITS + 2 * bits],
      ...items
        .slice(at * room, (at + 1) * room)
        .map((item, k): [bigint, number] => [item, RECORD_BITS + (3 + k) * bits]),
    ];
    return inField(parts.reduce((sum, [value, shift]) => sum + (value << BigInt(shift)), 0n));
  });
  const packed = (name: string, depth: number): bigint =>
    list(inputs, name).reduce((sum, page, k) => sum + (page << BigInt(2 * depth * k)), 0n);
  const names = ['tag', 'program', 'taskInput', 'taskOutput', 'stateIn', 'stateOut'];
  const all = [
    ...elements,
    ...names.map((name) => one(inputs, name)),
    packed('page', shape.memoryDepth),
    packed('codePage', shape.programDepth),
  ].map((element, at) => replaced[at] ?? element);
  let chain = BigInt(all.length);
  for (let from = 0; from < all.length; from += 15)
    chain = poseidon16([chain, ...Array.from({ length: 15 }, (_, at) => all[from + at] ?? 0n)]);
  const [g, v] = poseidon2([chain, BigInt(all.length)], 2) as unknown as [bigint, bigint];
  return { g, v, t: inField(v * v) };
}

interface Factors {
  /** One for each place: what it held at first and at last. */
  readonly first: readonly bigint[];
  readonly last: readonly bigint[];
  /** All others, multiplied. */
  readonly reads: bigint;
  readonly writes: bigint;
}

/** Elements of both products of the memory argument, as the circuit makes them of these inputs. */
export function factorsOf({ inputs, written }: Trace, shape: CircuitShape, { g, v, t }: Challenge): Factors {
  const element = (address: bigint, value: bigint, time: bigint): bigint => inField(g - address - v * value - t * time);
  const places = list(inputs, 'm0').map((_, at) =>
    at < REGISTERS
      ? BigInt(at)
      : BigInt(REGISTERS + ((at - REGISTERS) % 16)) + 16n * list(inputs, 'page')[(at - REGISTERS) >> 4]!,
  );
  let [reads, writes] = [1n, 1n];
  for (let step = 0; step < shape.steps; step += 1) {
    const column = (name: string): bigint => list(inputs, name)[step]!;
    const f = (inputs['f'] as bigint[][])[step]!;
    const now = BigInt(3 * step);
    const place = BigInt(REGISTERS) + (column('a') + column('x')) / 4n;
    const from = f[16] === 1n ? place : f[17] === 1n ? column('rd') : column('x');
    const to = f[17] === 1n ? place : column('rd');
    const c = written[step]!;
    reads = inField(reads * element(column('rs1'), column('a'), now - column('dA')));
    writes = inField(writes * element(column('rs1'), column('a'), now + 1n));
    if (column('imm') === 0n) {
      reads = inField(reads * element(from, column('b'), now + 1n - column('dB')));
      writes = inField(writes * element(from, column('b'), now + 2n));
    }
    reads = inField(reads * element(to, column('vOld'), now + 2n - column('dC')));
    writes = inField(writes * element(to, c, now + 3n));
  }
  return {
    first: places.map((place, at) => element(place, list(inputs, 'm0')[at]!, 0n)),
    last: places.map((place, at) => element(place, list(inputs, 'mF')[at]!, list(inputs, 'tF')[at]!)),
    reads,
    writes,
  };
}

export const productOf = (factors: readonly bigint[]): bigint =>
  factors.reduce((product, factor) => inField(product * factor), 1n);

export const quotientOf = (above: bigint, below: bigint): bigint => inField(above * inverse(below));
