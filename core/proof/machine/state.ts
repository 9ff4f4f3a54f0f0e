// What a chain of segments goes through: states of the register machine, each committed by one number.

import type { MachineState } from './emulator.ts';
import { hashState, hashWords } from './poseidon.ts';

/** A state, with its memory as a root. */
export interface CommittedState {
  readonly pc: number;
  readonly gas: number;
  readonly registers: readonly number[];
  readonly memoryRoot: bigint;
}

export function stateHash({ pc, gas, registers, memoryRoot }: CommittedState): bigint {
  const [lower, upper] = [registers.slice(0, 16), registers.slice(16, 32)];
  return hashState([BigInt(pc), memoryRoot, BigInt(gas), hashWords(lower), hashWords(upper)]);
}

export const committed = ({ pc, gas, registers }: MachineState, memoryRoot: bigint): CommittedState => ({
  pc,
  gas,
  registers: [...registers],
  memoryRoot,
});
