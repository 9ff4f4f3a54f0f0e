// From a module as plain data to the bytes of one, but for the code, which whoever changes it has written.

import type { FunctionType, Module } from './module.ts';
import { BinaryWriter } from './writer.ts';

/** `code`: the bodies, led by their number. Sections for people are left out, and so is a start function. */
export function writeModule(module: Omit<Module, 'bodies' | 'start'>, code: Uint8Array): Uint8Array {
  const out = new BinaryWriter().byte(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const section = (id: number, count: number, write: (to: BinaryWriter) => void): void => {
    if (count === 0) return;
    const to = new BinaryWriter().u32(count);
    write(to);
    out.byte(id).sized(to.written());
  };
  section(1, module.types.length, (to) => module.types.forEach((type) => writeType(to, type)));
  section(2, module.imports.length, (to) => writeImports(to, module));
  section(3, module.functions.length, (to) => module.functions.forEach((type) => to.u32(type)));
  section(4, module.tables.length, (to) =>
    module.tables.forEach(({ element, size }) => to.byte(element).sizeLimits(size)),
  );
  section(5, module.memories.length, (to) => module.memories.forEach((size) => to.sizeLimits(size)));
  section(6, module.globals.length, (to) => {
    for (const { type, mutable, init } of module.globals) to.byte(type, mutable ? 1 : 0).constant(init);
  });
  section(7, module.exports.length, (to) => {
    for (const { name, kind, index } of module.exports) to.name(name).byte(kinds.indexOf(kind)).u32(index);
  });
  section(9, module.elements.length, (to) => writeElements(to, module));
  if (module.dataCount !== undefined) out.byte(12).sized(new BinaryWriter().u32(module.dataCount).written());
  if (module.functions.length > 0) out.byte(10).sized(code);
  section(11, module.data.length, (to) => writeData(to, module));
  return out.written().slice();
}

const kinds = ['function', 'table', 'memory', 'global'];

function writeType(to: BinaryWriter, { params, results }: FunctionType): void {
  to.byte(0x60)
    .u32(params.length)
    .byte(...params);
  to.u32(results.length).byte(...results);
}

function writeImports(to: BinaryWriter, { imports }: Pick<Module, 'imports'>): void {
  for (const each of imports) {
    to.name(each.module).name(each.name);
    if (each.kind === 'function') to.byte(0).u32(each.type);
    else if (each.kind === 'table') to.byte(1, each.table.element).sizeLimits(each.table.size);
    else if (each.kind === 'memory') to.byte(2).sizeLimits(each.size);
    else to.byte(3, each.global.type, each.global.mutable ? 1 : 0);
  }
}

/** Items are written as expressions: one form for all. */
function writeElements(to: BinaryWriter, { elements }: Pick<Module, 'elements'>): void {
  for (const { mode, table, offset, type, items } of elements) {
    to.u32(mode === 'active' ? 6 : mode === 'passive' ? 5 : 7);
    if (offset !== undefined) to.u32(table).constant(offset);
    to.byte(type).u32(items.length);
    for (const item of items) to.constant(item);
  }
}

function writeData(to: BinaryWriter, { data, bytes }: Pick<Module, 'data' | 'bytes'>): void {
  for (const { offset, bytes: range } of data) {
    to.u32(offset === undefined ? 1 : 0);
    if (offset !== undefined) to.constant(offset);
    to.sized(bytes.subarray(range.start, range.end));
  }
}
