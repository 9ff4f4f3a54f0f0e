// An interpreter of the Tapscript (BIP 342) that we write: keys, thresholds, relative locks, tags. Anything else is
// refused, so that a transaction passes here only if it is of our own kinds.

const OP_PUSHDATA1 = 0x4c;
const OP_1 = 0x51;
const OP_16 = 0x60;
const OP_VERIFY = 0x69;
const OP_DROP = 0x75;
const OP_NUMEQUAL = 0x9c;
const OP_NUMEQUALVERIFY = 0x9d;
const OP_GREATERTHANOREQUAL = 0xa2;
const OP_CHECKSIG = 0xac;
const OP_CHECKSIGVERIFY = 0xad;
const OP_CHECKSEQUENCEVERIFY = 0xb2;
const OP_CHECKSIGADD = 0xba;

const LOCK_DISABLED = 0x8000_0000;
const LOCK_BY_TIME = 0x0040_0000;
const LOCK_MASK = 0xffff;
const NUMBER_BYTES_MAX = 4;
const SEQUENCE_BYTES_MAX = 5;

export interface ScriptContext {
  readonly version: number;
  /** Of the input that spends. */
  readonly sequence: number;
  /** Whether a signature, of 64 bytes or 65, is one of this key for this input. */
  readonly checkSignature: (signature: Uint8Array, key: Uint8Array) => boolean;
}

/** Thrown within a run only: why a script fails. */
class ScriptFailure extends Error {}

function fail(why: string): never {
  throw new ScriptFailure(why);
}

/** Runs a script on a stack, whose last item is the top. Undefined if it succeeds; else why it does not. */
export function runScript(
  script: Uint8Array,
  initial: readonly Uint8Array[],
  context: ScriptContext,
): string | undefined {
  const stack = [...initial];
  try {
    for (let at = 0; at < script.length; ) at = step(script, at, stack, context);
  } catch (error) {
    if (error instanceof ScriptFailure) return error.message;
    throw error;
  }
  if (stack.length !== 1) return 'the stack is not clean';
  return isTrue(stack[0]!) ? undefined : 'the script evaluates to false';
}

/** Executes what is at a place, and returns the place behind it. */
function step(script: Uint8Array, at: number, stack: Uint8Array[], context: ScriptContext): number {
  const op = script[at]!;
  if (op < OP_PUSHDATA1) {
    if (at + 1 + op > script.length) fail('a push is cut short');
    stack.push(script.slice(at + 1, at + 1 + op));
    return at + 1 + op;
  }
  if (op >= OP_1 && op <= OP_16) stack.push(numberBytes(op - OP_1 + 1));
  else execute(op, stack, context);
  return at + 1;
}

function execute(op: number, stack: Uint8Array[], context: ScriptContext): void {
  switch (op) {
    case OP_CHECKSIG:
      stack.push(numberBytes(signed(stack, context) ? 1 : 0));
      return;
    case OP_CHECKSIGVERIFY:
      if (!signed(stack, context)) fail('a signature that must be there is missing');
      return;
    case OP_CHECKSIGADD: {
      const key = pop(stack);
      const sum = numberFrom(pop(stack), NUMBER_BYTES_MAX);
      stack.push(numberBytes(sum + (check(pop(stack), key, context) ? 1 : 0)));
      return;
    }
    case OP_NUMEQUAL:
    case OP_NUMEQUALVERIFY:
    case OP_GREATERTHANOREQUAL: {
      const right = numberFrom(pop(stack), NUMBER_BYTES_MAX);
      const left = numberFrom(pop(stack), NUMBER_BYTES_MAX);
      const holds = op === OP_GREATERTHANOREQUAL ? left >= right : left === right;
      if (op !== OP_NUMEQUALVERIFY) stack.push(numberBytes(holds ? 1 : 0));
      else if (!holds) fail('two numbers differ');
      return;
    }
    case OP_CHECKSEQUENCEVERIFY:
      lockedUntil(stack.at(-1) ?? fail('the stack is empty'), context);
      return;
    case OP_VERIFY:
      if (!isTrue(pop(stack))) fail('what must be true is not');
      return;
    case OP_DROP:
      pop(stack);
      return;
    default:
      fail(`the operator 0x${op.toString(16)} is none that we use`);
  }
}

const pop = (stack: Uint8Array[]): Uint8Array => stack.pop() ?? fail('the stack is empty');

function signed(stack: Uint8Array[], context: ScriptContext): boolean {
  const key = pop(stack);
  return check(pop(stack), key, context);
}

/** An empty signature is none; one that is there must be right (BIP 342). */
function check(signature: Uint8Array, key: Uint8Array, { checkSignature }: ScriptContext): boolean {
  if (key.length !== 32) fail('a key has 32 bytes');
  if (signature.length === 0) return false;
  if (!checkSignature(signature, key)) fail('a signature is wrong');
  return true;
}

/** BIP 112 over BIP 68: the age of the coin is checked by the chain, which knows it. */
function lockedUntil(bytes: Uint8Array, { version, sequence }: ScriptContext): void {
  const lock = numberFrom(bytes, SEQUENCE_BYTES_MAX);
  if (lock < 0) fail('a lock is not negative');
  if (lock >= LOCK_DISABLED) return;
  if (version < 2 || sequence >= LOCK_DISABLED) fail('the input has no relative lock');
  if ((lock & LOCK_BY_TIME) !== (sequence & LOCK_BY_TIME)) fail('the lock of the input is of another kind');
  if ((lock & LOCK_MASK) > (sequence & LOCK_MASK)) fail('the input is locked for too short a time');
}

/** The blocks that an input must wait after the one that confirmed its coin (BIP 68); 0 if it need not. */
export const relativeLock = (version: number, sequence: number): number =>
  version < 2 || sequence >= LOCK_DISABLED || (sequence & LOCK_BY_TIME) !== 0 ? 0 : sequence & LOCK_MASK;

const isTrue = (bytes: Uint8Array): boolean =>
  bytes.some((byte, at) => byte !== 0 && !(at === bytes.length - 1 && byte === 0x80));

/** Minimal, little endian, with a sign bit. */
export function numberBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256);
  if (bytes.length > 0 && bytes.at(-1)! >= 0x80) bytes.push(0);
  if (value < 0) bytes[bytes.length - 1]! |= 0x80;
  return Uint8Array.from(bytes);
}

function numberFrom(bytes: Uint8Array, max: number): number {
  if (bytes.length > max) fail('a number is too long');
  if (bytes.length === 0) return 0;
  const top = bytes.at(-1)!;
  if ((top & 0x7f) === 0 && (bytes.length === 1 || bytes.at(-2)! < 0x80))
    fail('a number is longer than it needs to be');
  let value = 0;
  for (let at = bytes.length - 1; at >= 0; at--)
    value = value * 256 + (at === bytes.length - 1 ? top & 0x7f : bytes[at]!);
  return top >= 0x80 ? -value : value;
}

/** A script of pushes and operators. */
export function compile(parts: readonly (number | Uint8Array)[]): Uint8Array {
  const bytes: number[] = [];
  for (const part of parts) {
    if (typeof part === 'number') bytes.push(part);
    else if (part.length === 0) bytes.push(0);
    else if (part.length === 1 && part[0]! >= 1 && part[0]! <= 16) bytes.push(OP_1 + part[0]! - 1);
    else bytes.push(part.length, ...part);
  }
  return Uint8Array.from(bytes);
}

type Named = 'checkSignature' | 'checkSignatureAdd' | 'numbersEqual' | 'checkSequenceVerify' | 'drop';

export const op: Readonly<Record<Named, number>> = {
  checkSignature: OP_CHECKSIG,
  checkSignatureAdd: OP_CHECKSIGADD,
  numbersEqual: OP_NUMEQUAL,
  checkSequenceVerify: OP_CHECKSEQUENCEVERIFY,
  drop: OP_DROP,
};
