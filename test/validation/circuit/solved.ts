// Forgeries by a prover who knows the challenge before the last value is chosen.

import { poseidon16 } from 'poseidon-lite/poseidon16';
import { inField, inverse } from '../../../core/proof/groth16/field.ts';
import { hashNodes } from '../../../core/proof/machine/poseidon.ts';
import { type Challenge, challengeOf, TIME_BITS, wordAt } from './challenge.ts';
import { type Told, type Trace, told } from './forged-trace.ts';
import { misreadA } from './forgeries.ts';
import { also, type Claim } from './forgery.ts';
import { TARGET } from './machine.ts';
import { missingRead, quotientOf } from './products.ts';
import { squareRoot } from './square-root.ts';

/** A misread operand, made to fit once the challenge is known. */
export const solved = (solve: (trace: Trace) => void): Claim => also(misreadA, { edit: solve });

interface Known {
  readonly challenge: Challenge;
  /** What the product of all reads would have to be multiplied with. */
  readonly fit: bigint;
}

/** `unheard`: what the transcript has in place of what it should. */
export function known(trace: Trace, unheard: Partial<Told> = {}): Known {
  const challenge = challengeOf({ ...told(trace), ...unheard });
  return { challenge, fit: missingRead(trace, challenge) };
}

/** The value that the first step says was at its target before. */
export function forVOld(trace: Trace): void {
  const { vOld, dC } = trace.inputs;
  vOld[0] = 0n;
  const { challenge, fit } = known(trace);
  const { g, v, t } = challenge;
  vOld[0] = quotientOf((g - BigInt(TARGET) - t * (2n - dC[0]!)) * (1n - fit), v);
}

/** That no step goes to. */
const IDLE_REGISTER = 7;

/** Its value, for an element that is `factor` as much as that of zero. */
const idleValue = ({ g, v }: Challenge, factor: bigint): bigint =>
  quotientOf((g - BigInt(IDLE_REGISTER)) * (1n - factor), v);

export function forLastValue(trace: Trace): void {
  const { challenge, fit } = known(trace, { stateOut: 0n });
  const value = idleValue(challenge, fit);
  trace.inputs.mF[IDLE_REGISTER] = value;
  trace.after.registers[IDLE_REGISTER] = value;
}

export function forFirstValue(trace: Trace): void {
  const { challenge, fit } = known(trace, { stateIn: 0n });
  const value = idleValue(challenge, inverse(fit));
  trace.inputs.m0[IDLE_REGISTER] = value;
  trace.before.registers[IDLE_REGISTER] = value;
}

/** Of two numbers beside one step in the transcript, how much less the second is for one more of the first. */
const SHARE = inverse(1n << BigInt(TIME_BITS));

/** Two times beside one step. Another tag is another challenge, until there is a root. */
export function forTimes(trace: Trace): void {
  const { inputs } = trace;
  const [left, right] = [10, 11];
  for (inputs.tag = 1n; ; inputs.tag += 1n) {
    const { challenge, fit } = known(trace);
    const { g, t } = challenge;
    const [l, r] = [g - BigInt(left), g - BigInt(right)];
    // (l - y)(r + SHARE y) = l r fit
    const [square, linear, rest] = [-SHARE, SHARE * l - r, l * r * (1n - fit)];
    const root = squareRoot(inField(linear * linear - 4n * square * rest));
    if (root === undefined) continue;
    const later = quotientOf(quotientOf(root - linear, 2n * square), t);
    inputs.tF[left] = later;
    inputs.tF[right] = inField(-later * SHARE);
    return;
  }
}

/** The same of uses, for an instruction that is not in the program. */
export function forUses(trace: Trace): void {
  const { uses, code } = trace.inputs;
  const { g, v } = challengeOf(told(trace));
  const term = (place: number): bigint => inverse(g - BigInt(place) - v * code[place]!);
  uses[2] = quotientOf(inverse(g - v * wordAt(trace.inputs, 0)), term(2) - SHARE * term(3));
  uses[3] = inField(-SHARE * uses[2]);
}

/** The word of the first instruction, which is used twice. */
export function forWord(trace: Trace): void {
  const { inputs } = trace;
  const { uses, code, codeChildren } = inputs;
  uses[0] = 2n;
  const { g, v } = challengeOf({ ...told(trace), program: 0n });
  code[0] = quotientOf(g - 2n * (g - v * wordAt(inputs, 0)), v);
  const [path, second] = codeChildren as [bigint[][], bigint[][]];
  path[0]![0] = poseidon16(code.slice(0, 16));
  path[1]![0] = hashNodes(path[0]!);
  second[1]![0] = path[1]![0];
  inputs.program = hashNodes(path[1]!);
}
