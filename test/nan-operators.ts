// Every float operator that passes a NaN on or makes one, with what it must give bit for bit: a NaN out of arithmetic is
// the positive canonical one; abs, neg and copysign touch the sign alone.

export type Float = 'f32' | 'f64';

export interface Operator {
  readonly name: string;
  readonly takes: Float;
  readonly gives: Float;
  /** Of one operand the second is left out. */
  readonly operands: 1 | 2;
  /** From bits to bits. */
  readonly expected: (a: bigint, b: bigint) => bigint;
}

const view = new DataView(new ArrayBuffer(8));
const numberOf = (type: Float, bits: bigint): number => {
  if (type === 'f32') view.setUint32(0, Number(bits));
  else view.setBigUint64(0, bits);
  return type === 'f32' ? view.getFloat32(0) : view.getFloat64(0);
};
const canonical: Readonly<Record<Float, bigint>> = { f32: 0x7fc0_0000n, f64: 0x7ff8n << 48n };
const bitsOf = (type: Float, value: number): bigint => {
  if (Number.isNaN(value)) return canonical[type];
  if (type === 'f32') view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return type === 'f32' ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
};
const signOf = (type: Float): bigint => (type === 'f32' ? 1n << 31n : 1n << 63n);

/** The operators that touch the sign alone. */
export const negated = (type: Float, bits: bigint): bigint => bits ^ signOf(type);
export const absolute = (type: Float, bits: bigint): bigint => bits & ~signOf(type);
export const signed = (type: Float, size: bigint, sign: bigint): bigint => absolute(type, size) | (sign & signOf(type));

export const promoted = (bits: bigint): bigint => bitsOf('f64', numberOf('f32', bits));
export const demoted = (bits: bigint): bigint => bitsOf('f32', numberOf('f64', bits));

const nearest = (value: number): number => {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 52) return value;
  const below = Math.floor(value);
  const rest = value - below;
  const rounded = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded;
};
const unary: Readonly<Record<string, (a: number) => number>> = {
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest,
  sqrt: Math.sqrt,
};
const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};

const ofType = (type: Float): Operator[] => {
  const shared = { takes: type, gives: type } as const;
  const arithmetic = (of: (a: number, b: number) => number) => (a: bigint, b: bigint) =>
    bitsOf(type, of(numberOf(type, a), numberOf(type, b)));
  return [
    ...Object.entries(unary).map(([name, of]): Operator => {
      return { ...shared, name: `${type}.${name}`, operands: 1, expected: arithmetic(of) };
    }),
    ...Object.entries(binary).map(([name, of]): Operator => {
      return { ...shared, name: `${type}.${name}`, operands: 2, expected: arithmetic(of) };
    }),
    { ...shared, name: `${type}.neg`, operands: 1, expected: (a) => negated(type, a) },
    { ...shared, name: `${type}.abs`, operands: 1, expected: (a) => absolute(type, a) },
    { ...shared, name: `${type}.copysign`, operands: 2, expected: (a, b) => signed(type, a, b) },
  ];
};

export const operators: readonly Operator[] = [
  ...ofType('f32'),
  ...ofType('f64'),
  { name: 'f64.promote_f32', takes: 'f32', gives: 'f64', operands: 1, expected: promoted },
  { name: 'f32.demote_f64', takes: 'f64', gives: 'f32', operands: 1, expected: demoted },
];

/** NaNs of every kind, and numbers that make new ones together; each with each. */
export const specimens: Readonly<Record<Float, readonly bigint[]>> = {
  f32: [
    0x7fc0_0000n,
    0xffc0_0000n,
    0x7fc1_2345n,
    0x7fa0_0001n,
    0xff80_0001n,
    0x7f80_0000n,
    0xff80_0000n,
    0n,
    1n << 31n,
    0x3fc0_0000n,
    0xbf80_0000n,
  ],
  f64: [
    0x7ff8n << 48n,
    0xfff8n << 48n,
    0x7ff8_1234_5678_9abcn,
    0x7ff4_0000_0000_0001n,
    0xfff0_0000_0000_0001n,
    0x7ff0n << 48n,
    0xfff0n << 48n,
    0n,
    1n << 63n,
    0x3ff8n << 48n,
    0xbff0n << 48n,
  ],
};
