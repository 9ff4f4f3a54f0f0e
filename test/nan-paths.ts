// Every way a float can take between an operator and the place where its bits are seen, as functions of one module.

import {
  absolute,
  demoted,
  type Float,
  negated,
  type Operator,
  operators,
  promoted,
  signed,
  specimens,
} from './nan-operators.ts';
import { moduleOf } from './wat.ts';

interface Path {
  readonly name: string;
  /** Code that leaves an i64; `value` stands for the operator with its operands. */
  readonly code: (value: string, type: Float) => string;
  /** What it leaves, given the bits that the operator must give. */
  readonly seen: (bits: bigint, type: Float) => bigint;
}

/** A NaN with a payload of the module's own: it must keep its bits wherever it meets others. */
const own: Readonly<Record<Float, bigint>> = { f32: 0x7fa0_0abcn, f64: 0x7ff4_0000_0000_0abcn };
const ownText: Readonly<Record<Float, string>> = { f32: 'nan:0x200abc', f64: 'nan:0x4000000000abc' };
const mine = (type: Float): string => `(${type}.const ${ownText[type]})`;
const bits = (type: Float, value: string): string =>
  type === 'f32' ? `(i64.extend_i32_u (i32.reinterpret_f32 ${value}))` : `(i64.reinterpret_f64 ${value})`;
const same = (value: bigint): bigint => value;
const reads = (name: string, code: (value: string, type: Float) => string): Path => ({
  name,
  code: (value, type) => bits(type, code(value, type)),
  seen: same,
});

const paths: readonly Path[] = [
  reads('reinterpret', (v) => v),
  {
    name: 'store',
    code: (v, t) => `(${t}.store (i32.const 8) ${v}) ${t === 'f32' ? '(i64.load32_u' : '(i64.load'} (i32.const 8))`,
    seen: same,
  },
  reads(
    'store, then load',
    (v, t) => `(block (result ${t}) (${t}.store (i32.const 8) ${v}) (${t}.load (i32.const 8)))`,
  ),
  reads('local', (v, t) => `(block (result ${t}) (local.set $${t} ${v}) (local.get $${t}))`),
  reads('local.tee', (v, t) => `(local.tee $${t} ${v})`),
  reads(
    'local twice',
    (v, t) => `(block (result ${t}) (local.set $${t} ${v}) (local.set $${t}b (local.get $${t})) (local.get $${t}b))`,
  ),
  reads('global', (v, t) => `(block (result ${t}) (global.set $${t} ${v}) (global.get $${t}))`),
  reads('block', (v, t) => `(block (result ${t}) ${v})`),
  reads('then', (v, t) => `(if (result ${t}) (local.get $yes) (then ${v}) (else ${mine(t)}))`),
  reads('else', (v, t) => `(if (result ${t}) (i32.eqz (local.get $yes)) (then ${mine(t)}) (else ${v}))`),
  reads('loop', (v, t) => `(loop (result ${t}) ${v})`),
  reads('br', (v, t) => `(block $out (result ${t}) (br $out ${v}))`),
  reads('br_if', (v, t) => `(block $out (result ${t}) (br_if $out ${v} (local.get $yes)))`),
  reads('br_if, not taken', (v, t) => `(block $out (result ${t}) (br_if $out ${v} (i32.eqz (local.get $yes))))`),
  reads(
    'br_table',
    (v, t) => `(block $out (result ${t}) (block $in (result ${t}) (br_table $out $in ${v} (local.get $yes))))`,
  ),
  reads('loop parameter', (v, t) => `(block (result ${t}) ${v} (loop (param ${t}) (result ${t})))`),
  reads('select, first', (v, t) => `(select ${v} ${mine(t)} (local.get $yes))`),
  reads('select, second', (v, t) => `(select ${mine(t)} ${v} (i32.eqz (local.get $yes)))`),
  reads('argument', (v, t) => `(call $same_${t} ${v})`),
  reads('argument below another', (v, t) => `(call $first_${t} ${v} ${mine(t)})`),
  reads('argument above another', (v, t) => `(call $second_${t} ${mine(t)} ${v})`),
  reads(
    'argument of call_indirect',
    (v, t) => `(call_indirect (type $to_${t}) ${v} (i32.const ${t === 'f32' ? 0 : 1}))`,
  ),
  reads('several results', (v, t) => `(block (result ${t}) (call $both_${t} ${v}) (drop))`),
  reads(
    'local that joins one of another path',
    (v, t) => `(block (result ${t})
    (local.set $${t} ${mine(t)})
    (if (local.get $yes) (then (local.set $${t} ${v})))
    (local.get $${t}))`,
  ),
  reads(
    'local carried around a loop',
    (v, t) => `(block (result ${t})
    (local.set $${t} ${mine(t)}) (local.set $turns (i32.const 2))
    (loop $again
      (local.set $${t}b (local.get $${t}))
      (local.set $${t} ${v})
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $${t}b))`,
  ),
  { name: 'neg', code: (v, t) => bits(t, `(${t}.neg ${v})`), seen: (of, t) => negated(t, of) },
  { name: 'abs', code: (v, t) => bits(t, `(${t}.abs ${v})`), seen: (of, t) => absolute(t, of) },
  {
    name: 'copysign, size',
    code: (v, t) => bits(t, `(${t}.copysign ${v} (${t}.const -1))`),
    seen: (of, t) => signed(t, of, negated(t, 0n)),
  },
  {
    name: 'copysign, sign',
    code: (v, t) => bits(t, `(${t}.copysign ${mine(t)} ${v})`),
    seen: (of, t) => signed(t, own[t], of),
  },
  {
    name: 'other width',
    code: (v, t) => (t === 'f32' ? bits('f64', `(f64.promote_f32 ${v})`) : bits('f32', `(f32.demote_f64 ${v})`)),
    seen: (of, t) => (t === 'f32' ? promoted(of) : demoted(of)),
  },
];

/** What a function leaves for each pair of specimens, and what it must. */
export interface Case {
  readonly name: string;
  readonly expected: readonly bigint[];
}

const PAIRS = specimens.f32.length ** 2;
const INPUT = 64;
const OUTPUT = 65_536;

const functions = operators.flatMap((operator) => paths.map((path) => ({ operator, path })));

export const cases: readonly Case[] = functions.map(({ operator, path }) => ({
  name: `${operator.name}, ${path.name}`,
  expected: specimens[operator.takes].flatMap((a) =>
    specimens[operator.takes].map((b) => path.seen(operator.expected(a, b), operator.gives)),
  ),
}));

/** All pairs of f32, then all of f64. */
export const input: Uint8Array = new Uint8Array(
  [...(['f32', 'f64'] as const)].flatMap((type) => {
    const pairs = specimens[type].flatMap((a) => specimens[type].flatMap((b) => [a, b]));
    return [...new Uint8Array((type === 'f32' ? Uint32Array.from(pairs, Number) : BigUint64Array.from(pairs)).buffer)];
  }),
);

/** Puts out eight bytes for each pair of each case. */
export const nanModule = (): Uint8Array => {
  const size = 8 * PAIRS * functions.length;
  return moduleOf(`(module
    (memory (export "memory") ${Math.ceil((OUTPUT + size) / 65_536)})
    (global $f32 (mut f32) (f32.const 0)) (global $f64 (mut f64) (f64.const 0))
    (type $to_f32 (func (param f32) (result f32))) (type $to_f64 (func (param f64) (result f64)))
    (type $of_f32 (func (param f32 f32) (result i64))) (type $of_f64 (func (param f64 f64) (result i64)))
    (table funcref (elem $same_f32 $same_f64))
    ${(['f32', 'f64'] as const).map(helpers).join('\n')}
    ${functions.map(({ operator, path }, at) => functionOf(at, operator, path)).join('\n')}
    (func (export "alloc") (param i32) (result i32) (i32.const ${INPUT}))
    (func (export "run") (param i32 i32) (result i64)
      ${functions.map(({ operator }, at) => everyPair(at, operator)).join('\n')}
      (i64.const ${(BigInt(OUTPUT) << 32n) | BigInt(size)})))`);
};

const helpers = (t: Float): string => `
  (func $same_${t} (param ${t}) (result ${t}) (local.get 0))
  (func $first_${t} (param ${t} ${t}) (result ${t}) (local.get 0))
  (func $second_${t} (param ${t} ${t}) (result ${t}) (return (local.get 1)))
  (func $both_${t} (param ${t}) (result ${t} ${t}) (local.get 0) ${mine(t)})`;

function functionOf(at: number, { name, takes, gives, operands }: Operator, path: Path): string {
  const value = `(${name} (local.get $a)${operands === 2 ? ' (local.get $b)' : ''})`;
  return `(func $case${at} (param $a ${takes}) (param $b ${takes}) (result i64)
    (local $yes i32) (local $turns i32) (local $f32 f32) (local $f32b f32) (local $f64 f64) (local $f64b f64)
    (local.set $yes (i32.const 1))
    ${path.code(returned(at, value), gives)})
    (func $value${at} (param $a ${takes}) (param $b ${takes}) (result ${gives}) ${value})`;
}

/** Every third case takes the operator's result from a function that returns it. */
const returned = (at: number, value: string): string =>
  at % 3 === 2 ? `(call $value${at} (local.get $a) (local.get $b))` : value;

function everyPair(at: number, { takes }: Operator): string {
  const width = takes === 'f32' ? 4 : 8;
  const from = INPUT + (takes === 'f32' ? 0 : 8 * PAIRS);
  return `(local.set 0 (i32.const 0))
    (loop $pairs
      (i64.store offset=${OUTPUT + 8 * PAIRS * at} (i32.mul (local.get 0) (i32.const 8))
        (call $case${at}
          (${takes}.load offset=${from} (i32.mul (local.get 0) (i32.const ${2 * width})))
          (${takes}.load offset=${from + width} (i32.mul (local.get 0) (i32.const ${2 * width})))))
      (br_if $pairs (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const ${PAIRS}))))`;
}
