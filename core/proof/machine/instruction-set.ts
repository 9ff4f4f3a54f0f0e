// The register machine that proofs are about: 32 registers of 32 bits, memory by aligned words, and instructions of
// six fields. What each one does is stated by the emulator.

export const OP = {
  halt: 0,
  add: 1,
  sub: 2,
  mul: 3,
  and: 4,
  or: 5,
  xor: 6,
  shl: 7,
  shrU: 8,
  shrS: 9,
  ltU: 10,
  ltS: 11,
  eq: 12,
  ne: 13,
  mov: 14,
  lui: 15,
  load: 16,
  store: 17,
  jmp: 18,
  bnz: 19,
  bz: 20,
  divU: 21,
  remU: 22,
  jr: 23,
  mulHU: 24,
} as const;

const NAMES: readonly string[] = Object.keys(OP);

/** Bits of what one instruction can cost. */
export const GAS_BITS = 10;

/**
 * The second operand is `x` as a signed number of 16 bits if `imm` is 1, else register `x`. `gas` is what the block of
 * the module costs that begins here, or a part of it.
 */
export interface Instruction {
  op: number;
  imm: number;
  rs1: number;
  rd: number;
  x: number;
  gas: number;
}

/** An instruction as one number below 2^48, as it stands in the tree of the program. */
export const wordOf = ({ op, imm, rs1, rd, x, gas }: Instruction): number =>
  op + 32 * imm + 64 * rs1 + 2 ** 14 * rd + 2 ** 22 * x + 2 ** 38 * gas;

/** For a person. */
export const textOf = (each: Instruction): string => (each.gas === 0 ? '' : `${each.gas} gas: `) + plainText(each);

function plainText({ op, imm, rs1, rd, x }: Instruction): string {
  const other = imm === 1 ? `${(x << 16) >> 16}` : `r${x}`;
  const name = NAMES[op]!;
  if (op === OP.halt) return `${name} ${x}`;
  if (op === OP.jmp) return `${name} ${x}`;
  if (op === OP.bnz || op === OP.bz) return `${name} r${rs1} ${x}`;
  if (op === OP.jr) return `${name} r${rs1}`;
  if (op === OP.load || op === OP.store) return `${name} r${rd} r${rs1}+${x}`;
  if (op === OP.lui) return `${name} r${rd} ${x}`;
  return op === OP.mov ? `${name} r${rd} ${other}` : `${name} r${rd} r${rs1} ${other}`;
}
