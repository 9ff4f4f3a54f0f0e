// A module whose bodies say what each of their blocks costs, for whoever runs it on another machine than WebAssembly's
// and has to come to the same gas.

import { failed, type Result, success } from '../foundation/index.ts';
import { FunctionRewriter, type ModulePlan } from './function-rewriter.ts';
import { type Body, I64, type Module } from './module.ts';
import { BinaryWriter } from './writer.ts';

const plan: ModulePlan = {
  gas: 0,
  depth: 0,
  status: 0,
  trace: undefined,
  eager: false,
  chargesOnly: true,
  pagesMax: 0,
  capped: false,
  hook: undefined,
  blockType: () => 0,
};

/**
 * The same module, each of whose bodies has one local more, an i64 and the last, and takes the cost of every block from
 * it before the block runs. `flatten` makes one instruction of each such charge. Nothing else reads or writes the local.
 */
export function withCharges(module: Module): Result<Module> {
  const code = new BinaryWriter().all(module.bytes);
  const rewriter = new FunctionRewriter(plan, module);
  const bodies: Body[] = [];
  for (const [at, body] of module.bodies.entries()) {
    const start = code.length;
    const { problem } = rewriter.rewrite(module.bytes, body, module.types[module.functions[at]!]!, at, code);
    if (problem !== undefined) return failed({ code: 'module-refused', message: problem });
    bodies.push({ locals: [...body.locals, { count: 1, type: I64 }], code: { start, end: code.length } });
  }
  return success({ ...module, bytes: code.written().slice(), bodies });
}
