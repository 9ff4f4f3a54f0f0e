// From the bytes of a module to plain data, section by section in the order of the specification.

import { type Failure, failed, type Result, success } from '../foundation/index.ts';
import type {
  Body,
  Data,
  Elements,
  Export,
  FunctionType,
  Global,
  Import,
  Module,
  ReferenceType,
  SizeLimits,
  TableType,
} from './module.ts';
import { FUNCREF } from './module.ts';
import { BinaryReader } from './reader.ts';

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** Sections in the order they must come in: data count (12) stands before code. */
const ORDER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Decodes a binary. Accepted: version 1 with sign extension, saturating float-to-int conversion, bulk memory,
 * multiple results, mutable globals, and references as far as tables need them. Refused, as `not-wasm` or
 * `module-refused`: everything else (SIMD, shared or 64-bit memory, more than one memory, tags, GC types), more items
 * than `itemsMax`, and whatever is cut short or out of order. Instructions are not read here, nor are indices
 * checked: that is for `WebAssembly.validate` and the rewriter. Never throws, whatever the bytes.
 */
export function decodeModule(bytes: Uint8Array, itemsMax: number = Number.POSITIVE_INFINITY): Result<Module> {
  if (MAGIC.some((byte, at) => bytes[at] !== byte))
    return failed({ code: 'not-wasm', message: 'these bytes are not a WebAssembly module of version 1' });
  const reader = new BinaryReader(bytes, MAGIC.length);
  const module = empty(bytes);
  const budget = { items: itemsMax };
  let place = -1;
  while (reader.more) {
    const id = reader.byte();
    const size = reader.u32();
    const start = reader.at;
    reader.skip(size);
    if (reader.problem !== undefined) break;
    if (id === 0) continue;
    const next = ORDER.indexOf(id);
    if (next <= place) {
      reader.refuse(next < 0 ? `section ${id} is not accepted` : `section ${id} is out of order`);
      break;
    }
    place = next;
    const section = new BinaryReader(bytes, start, start + size, budget);
    readSection(id, section, module);
    if (section.more) section.refuse(`section ${id} is longer than what is in it`);
    if (section.problem !== undefined) return failed(refused(section.problem));
  }
  if (reader.problem !== undefined) return failed(refused(reader.problem));
  const memories = module.memories.length + module.imports.filter(({ kind }) => kind === 'memory').length;
  if (memories > 1) return failed(refused('more than one memory is not accepted'));
  if (module.functions.length !== module.bodies.length) return failed(refused('functions and bodies differ in number'));
  return success(module);
}

const refused = (message: string): Failure => ({ code: 'module-refused', message });

function empty(bytes: Uint8Array): Mutable<Module> {
  const none: never[] = [];
  return {
    bytes,
    types: none,
    imports: none,
    functions: none,
    tables: none,
    memories: none,
    globals: none,
    exports: none,
    elements: none,
    bodies: none,
    data: none,
  };
}

function readSection(id: number, reader: BinaryReader, module: Mutable<Module>): void {
  if (id === 1) module.types = reader.list(() => functionType(reader));
  else if (id === 2) module.imports = reader.list(() => importOf(reader));
  else if (id === 3) module.functions = reader.list(() => reader.u32());
  else if (id === 4) module.tables = reader.list((): TableType => reader.tableType());
  else if (id === 5) module.memories = reader.list((): SizeLimits => reader.sizeLimits());
  else if (id === 6) module.globals = reader.list((): Global => ({ ...reader.globalType(), init: reader.constant() }));
  else if (id === 7) module.exports = reader.list(() => exportOf(reader));
  else if (id === 8) module.start = reader.u32();
  else if (id === 9) module.elements = reader.list(() => elements(reader));
  else if (id === 10) module.bodies = reader.list(() => body(reader));
  else if (id === 11) module.data = reader.list(() => data(reader));
  else module.dataCount = reader.u32();
}

function functionType(reader: BinaryReader): FunctionType {
  if (reader.byte() !== 0x60) reader.refuse('only types of functions are accepted');
  const params = reader.list(() => reader.valueType());
  return { params, results: reader.list(() => reader.valueType()) };
}

function importOf(reader: BinaryReader): Import {
  const from = { module: reader.name(), name: reader.name() };
  const kind = reader.byte();
  if (kind === 0) return { ...from, kind: 'function', type: reader.u32() };
  if (kind === 1) return { ...from, kind: 'table', table: reader.tableType() };
  if (kind === 2) return { ...from, kind: 'memory', size: reader.sizeLimits() };
  if (kind !== 3) reader.refuse(`an import of kind ${kind} is not accepted`);
  return { ...from, kind: 'global', global: reader.globalType() };
}

const kinds = ['function', 'table', 'memory', 'global'] as const;

function exportOf(reader: BinaryReader): Export {
  const name = reader.name();
  const kind = kinds[reader.byte()];
  if (kind === undefined) reader.refuse('an export of this kind is not accepted');
  return { name, kind: kind ?? 'function', index: reader.u32() };
}

/** Bit 0: not active; bit 1: a table is named, or the segment is only declared; bit 2: items are expressions. */
function elements(reader: BinaryReader): Elements {
  const flags = reader.u32();
  if (flags > 7) reader.refuse('these flags of an element segment are not accepted');
  const active = (flags & 1) === 0;
  const table = active && (flags & 2) !== 0 ? reader.u32() : 0;
  const offset = active ? { offset: reader.constant() } : {};
  const type = elementType(reader, flags);
  const items = reader.list(() =>
    (flags & 4) === 0 ? { kind: 'function' as const, index: reader.u32() } : reader.constant(),
  );
  const mode = active ? 'active' : (flags & 2) === 0 ? 'passive' : 'declared';
  return { mode, type, table, ...offset, items };
}

function elementType(reader: BinaryReader, flags: number): ReferenceType {
  if ((flags & 3) === 0) return FUNCREF;
  if ((flags & 4) !== 0) return reader.referenceType();
  if (reader.byte() !== 0) reader.refuse('elements are functions');
  return FUNCREF;
}

function body(reader: BinaryReader): Body {
  const size = reader.u32();
  const end = reader.at + size;
  const locals = reader.list(() => ({ count: reader.u32(), type: reader.valueType() }));
  const start = reader.at;
  if (start >= end || end > reader.end) reader.refuse('a body is cut short');
  else reader.at = end;
  return { locals, code: { start, end } };
}

function data(reader: BinaryReader): Data {
  const flags = reader.u32();
  if (flags > 2) reader.refuse('these flags of a data segment are not accepted');
  if (flags === 2 && reader.u32() !== 0) reader.refuse('more than one memory is not accepted');
  const offset = flags === 1 ? {} : { offset: reader.constant() };
  const length = reader.u32();
  const start = reader.at;
  reader.skip(length);
  return { mode: flags === 1 ? 'passive' : 'active', ...offset, bytes: { start, end: start + length } };
}
