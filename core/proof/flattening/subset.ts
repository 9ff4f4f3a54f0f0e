// What can be flattened, exactly: modules of the task ABI without imports, floats, bulk memory or
// changes of tables. Everything else is refused with the reason.

import {
  F32,
  F64,
  type FlatCode,
  flatNumber,
  I32,
  I64,
  lengthOf,
  type Module,
  opcodes,
  type ValueType,
} from '../../execution/index.ts';

const names = new Map([...opcodes.values()].map(({ code, name }) => [flatNumber(code), name]));
/** Floats by their signature, and by the constants. */
const floats = new Set(
  [...opcodes.values()]
    .filter(({ signature, immediates }) => /[fd]/.test(signature) || immediates === 'f32' || immediates === 'f64')
    .map(({ code }) => flatNumber(code)),
);
/** Operators on references and tables, and everything behind the prefix 0xfc. */
const others = (op: number): boolean => op === 0x25 || op === 0x26 || (op >= 0xd0 && op <= 0xd2) || op >= 0x100;

const isInteger = (type: ValueType): boolean => type === I32 || type === I64;

/** Undefined if the module is in the subset. */
export function outsideSubset(module: Module): string | undefined {
  const { imports, memories, globals, types, functions, bodies } = module;
  const [imported] = imports;
  if (imported !== undefined) return `it imports ${imported.module}.${imported.name}`;
  if (memories.length === 0) return 'it has no memory';
  for (const name of ['alloc', 'run'])
    if (!module.exports.some((each) => each.name === name && each.kind === 'function'))
      return `it exports no function ${name}`;
  if (globals.some(({ type }) => !isInteger(type))) return 'it has a global that is a float or a reference';
  for (const [at, type] of functions.entries()) {
    const { params, results } = types[type]!;
    const locals = bodies[at]!.locals.map((run) => run.type);
    const foreign = [...params, ...results, ...locals].find((each) => !isInteger(each));
    if (foreign !== undefined)
      return `function ${at} has ${foreign === F32 || foreign === F64 ? 'floats' : 'references'}, which are not proven`;
  }
  return undefined;
}

/** The same for the code that can be reached. */
export function instructionOutside({ code }: FlatCode): string | undefined {
  for (let pc = 0; pc < code.length; pc += lengthOf(code, pc)) {
    const op = code[pc]!;
    if (floats.has(op)) return `it uses ${names.get(op)!}: floats are not proven`;
    if (others(op)) return `it uses ${names.get(op)!}, which is not lowered`;
  }
  return undefined;
}
