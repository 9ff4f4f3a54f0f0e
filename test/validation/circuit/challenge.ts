// The challenge of the circuit, computed once more: what a prover needs to know who would solve for a value on which it
// does not depend.

import { poseidon2 } from 'poseidon-lite/poseidon2';
import { poseidon16 } from 'poseidon-lite/poseidon16';
import { inField } from '../../../core/proof/groth16/field.ts';
import type { Inputs, Told } from './forged-trace.ts';
import { SHAPE } from './shape.ts';

export interface Challenge {
  readonly g: bigint;
  readonly v: bigint;
  readonly t: bigint;
}

/** Of times, ages and uses. */
export const TIME_BITS: number = 32 - Math.clz32(3 * SHAPE.steps);

/** As the circuit packs them: the first lowest. */
type Parts = readonly (readonly [value: bigint, bits: number])[];

function packed(parts: Parts): bigint {
  let [sum, shift] = [0n, 0n];
  for (const [value, bits] of parts) {
    sum += value << shift;
    shift += BigInt(bits);
  }
  return inField(sum);
}

/** Of numbers that need be no fields of an instruction. */
export function wordAt({ f, imm, rs1, rd, x, gas }: Inputs, step: number): bigint {
  const op = f[step]!.reduce((sum, each, at) => sum + BigInt(at) * each, 0n);
  return packed([
    [op, 5],
    [imm[step]!, 1],
    [rs1[step]!, 8],
    [rd[step]!, 8],
    [x[step]!, 16],
    [gas[step]!, 10],
  ]);
}

/** Everything that the prover chooses for a step. */
const choicesAt = (inputs: Inputs, step: number): Parts => [
  [inputs.live[step]!, 1],
  [wordAt(inputs, step), 48],
  ...[inputs.a, inputs.b, inputs.q, inputs.vOld].map((column) => [column[step]!, 32] as const),
  ...[inputs.dA, inputs.dB, inputs.dC].map((column) => [column[step]!, TIME_BITS] as const),
];

/** Times and uses that there is room for beside them. */
const ROOM = Math.floor((253 - 1 - 48 - 4 * 32 - 3 * TIME_BITS) / TIME_BITS);

function transcriptOf(all: Told): bigint[] {
  const items = [...all.tF, ...all.uses].map((item) => [item, TIME_BITS] as const);
  const pages = (numbers: readonly bigint[], depth: number): bigint =>
    packed(numbers.map((page) => [page, 2 * depth] as const));
  return [
    ...all.live.map((_, at) => packed([...choicesAt(all, at), ...items.slice(at * ROOM, (at + 1) * ROOM)])),
    all.tag,
    all.program,
    all.taskInput,
    all.taskOutput,
    all.stateIn,
    all.stateOut,
    pages(all.page, SHAPE.memoryDepth),
    pages(all.codePage, SHAPE.programDepth),
  ];
}

export function challengeOf(all: Told): Challenge {
  const transcript = transcriptOf(all);
  const count = BigInt(transcript.length);
  let chain = count;
  for (let from = 0; from < transcript.length; from += 15)
    chain = poseidon16([chain, ...Array.from({ length: 15 }, (_, at) => transcript[from + at] ?? 0n)]);
  const [g, v] = poseidon2([chain, count], 2) as unknown as [bigint, bigint];
  return { g, v, t: inField(v * v) };
}
