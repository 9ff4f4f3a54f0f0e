// Where a NaN whose bits an engine chose could be seen, or would meet one whose bits are the module's own.

import { LOOSE, SAFE } from './float-classes.ts';
import { Instruction, readInstruction } from './instructions.ts';
import type { Body } from './module.ts';
import { F32_STORE } from './opcodes.ts';
import { beneath, type OperandFlow } from './operand-flow.ts';
import { BinaryReader } from './reader.ts';

/** Looks at a body to learn the classes of its locals; then they are given up on. */
const LOOKS_MAX = 4;

export interface Canonicalise {
  /** Operands, the top being 0, from `deepest` up. */
  readonly operands: (deepest: number) => void;
  readonly local: (local: number) => void;
}
const nothing: Canonicalise = { operands: () => undefined, local: () => undefined };

/**
 * Steps through the body until the home classes of its locals stand. Problems are found by whoever reads it next. Tells
 * whether results of arithmetic may be stored as f32.
 */
export function learnClasses(flow: OperandFlow, bytes: Uint8Array, { code }: Body): { storesSingles: boolean } {
  const instruction = new Instruction();
  let stores = false;
  for (let looks = 0; looks <= LOOKS_MAX; looks += 1) {
    const reader = new BinaryReader(bytes, code.start, code.end);
    while (reader.more && !flow.ended) {
      readInstruction(reader, instruction);
      if (reader.problem !== undefined) return { storesSingles: false };
      stores ||= instruction.code === F32_STORE;
      if (!flow.skips(instruction)) passInstruction(flow, instruction, nothing);
    }
    const risen = flow.locals.hasRisen();
    if (risen && looks === LOOKS_MAX) flow.locals.widen();
    flow.again();
    if (!risen || !flow.arithmetic) break;
  }
  return { storesSingles: stores && flow.arithmetic };
}

/** Takes the flow past an instruction; `canonicalise` hears of what must be made canonical ahead of it. */
export function passInstruction(flow: OperandFlow, instruction: Instruction, canonicalise: Canonicalise): void {
  const seen = flow.seen(instruction);
  if (seen > 0) see(flow, seen, beneath(instruction.code), canonicalise);
  const goes = flow.flowOf(instruction);
  if (goes === 'joins') flow.locals.join(canonicalise.local);
  else if (goes === 'leaves') flow.locals.leave();
  flow.step(instruction);
}

function see({ classes }: OperandFlow, seen: number, below: number, canonicalise: Canonicalise): void {
  const top = classes.length - 1;
  let deepest = -1;
  for (let at = below; at < below + seen; at += 1) if (classes[top - at] === LOOSE) deepest = at;
  if (deepest < 0) return;
  canonicalise.operands(deepest);
  for (let at = below; at <= deepest; at += 1) if (classes[top - at] === LOOSE) classes[top - at] = SAFE;
}
