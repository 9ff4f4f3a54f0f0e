// Forgeries by a prover who knows the challenge before the last value is chosen.

import { poseidon4 } from 'poseidon-lite/poseidon4';
import { poseidon16 } from 'poseidon-lite/poseidon16';
import { inField, inverse } from '../../../core/proof/groth16/field.ts';
import {
  type Challenge,
  challengeOf,
  factorsOf,
  productOf,
  quotientOf,
  sealed,
  timeBits,
  wordAt,
} from './arguments.ts';
import type { Inputs, Trace } from './forged-trace.ts';
import { type Forgery, SHAPE, TARGET } from './removal.ts';
import { squareRoot } from './square-root.ts';
import { more, sums } from './sums.ts';

/** A misread operand, made to fit once the challenge is known. */
export function solved(solve: (trace: Trace) => void): Forgery {
  return sums(() => more.a, { edit: solve });
}

export const challenged = (trace: Trace, replaced?: Record<number, bigint>): { challenge: Challenge; fit: bigint } => {
  const inputs = sealed(trace);
  const challenge = challengeOf(inputs, SHAPE, replaced);
  const { first, last, reads, writes } = factorsOf({ ...trace, inputs }, SHAPE, challenge);
  // What a read would have to be multiplied with.
  return { challenge, fit: quotientOf(writes * productOf(first), reads * productOf(last)) };
};

export const column = (inputs: Inputs, name: string): bigint[] => inputs[name] as bigint[];

/** The value that the first step says was at its target before. */
export function forVOld(trace: Trace): void {
  const { inputs } = trace;
  const vOld = column(inputs, 'vOld');
  vOld[0] = 0n;
  const {
    challenge: { g, v, t },
    fit,
  } = challenged(trace);
  const element = inField(g - BigInt(TARGET) - t * (2n - column(inputs, 'dC')[0]!));
  vOld[0] = quotientOf(element * (1n - fit), v);
}

/** A register that no step goes to. */
const IDLE_REGISTER = 7;
const N = SHAPE.steps;

export function forLastValue(trace: Trace): void {
  const {
    challenge: { g, v },
    fit,
  } = challenged(trace, { [N + 5]: 0n });
  const element = inField(g - BigInt(IDLE_REGISTER));
  const value = quotientOf(element * (1n - fit), v);
  column(trace.inputs, 'mF')[IDLE_REGISTER] = value;
  trace.after.registers[IDLE_REGISTER] = value;
}

export function forFirstValue(trace: Trace): void {
  const {
    challenge: { g, v },
    fit,
  } = challenged(trace, { [N + 4]: 0n });
  const element = inField(g - BigInt(IDLE_REGISTER));
  const value = quotientOf(element * (1n - inverse(fit)), v);
  column(trace.inputs, 'm0')[IDLE_REGISTER] = value;
  trace.before.registers[IDLE_REGISTER] = value;
}

/** Two times beside one step: as much more as the other, moved to its place, is less. */
export function forTimes(trace: Trace): void {
  const [left, right] = [10, 11];
  const tF = column(trace.inputs, 'tF');
  const share = inverse(1n << BigInt(timeBits(SHAPE)));
  for (let tag = 1n; ; tag += 1n) {
    trace.inputs['tag'] = tag;
    const {
      challenge: { g, t },
      fit,
    } = challenged(trace);
    const [l, r] = [inField(g - BigInt(left)), inField(g - BigInt(right))];
    // (l - y)(r + share y) = l r fit
    const [square, linear, rest] = [-share, share * l - r, l * r * (1n - fit)];
    const root = squareRoot(inField(linear * linear - 4n * square * rest));
    if (root === undefined) continue;
    const later = quotientOf(quotientOf(root - linear, 2n * square), t);
    tF[left] = later;
    tF[right] = inField(-later * share);
    return;
  }
}

/** The same of uses, for an instruction that is not in the program. */
export function forUses({ inputs, ...trace }: Trace): void {
  const { g, v } = challengeOf(sealed({ inputs, ...trace }), SHAPE);
  const uses = column(inputs, 'uses');
  const share = inverse(1n << BigInt(timeBits(SHAPE)));
  const term = (place: number): bigint => inverse(inField(g - BigInt(place) - v * column(inputs, 'code')[place]!));
  const wanted = inverse(inField(g - v * wordAt(inputs, 0)));
  uses[2] = quotientOf(wanted, term(2) - share * term(3));
  uses[3] = inField(-share * uses[2]);
}

/** The same of the word of an instruction that is used twice. */
export function forWord(trace: Trace): void {
  const { inputs } = trace;
  column(inputs, 'uses')[0] = 2n;
  const { g, v } = challengeOf(sealed(trace), SHAPE, { [N + 1]: 0n });
  const code = column(inputs, 'code');
  code[0] = quotientOf(g - 2n * (g - v * wordAt(inputs, 0)), v);
  const [path, second] = inputs['codeChildren'] as bigint[][][];
  path![0]![0] = poseidon16(code.slice(0, 16));
  path![1]![0] = poseidon4(path![0]!);
  second![1]![0] = path![1]![0];
  inputs['program'] = poseidon4(path![1]!);
}
