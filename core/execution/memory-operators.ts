// Narrow loads and stores, and all that works on whole memories, tables and segments.

import { type Machine, NULL, PAGE, TRAP } from './machine.ts';

/** Loads and stores that the loop does not do itself. `offset` is below 2^32. */
export function loadOrStore(machine: Machine, op: number, top: number, offset: number): number {
  return op >= 0x36 ? store(machine, op, top, offset) : load(machine, op, top, offset);
}

/** 16 bits into an i32, and 8, 16 or 32 into an i64. */
function load({ ints: I, view }: Machine, op: number, top: number, offset: number): number {
  const at = (I[top - 2]! >>> 0) + offset;
  const bytes = op <= 0x2f ? 2 : 1 << ((op - 0x30) >> 1);
  if (at + bytes > view.byteLength) return TRAP.memory;
  const signed = (op & 1) === 0;
  let low: number;
  if (bytes === 1) low = signed ? view.getInt8(at) : view.getUint8(at);
  else if (bytes === 2) low = signed ? view.getInt16(at, true) : view.getUint16(at, true);
  else low = view.getInt32(at, true);
  I[top - 2] = low;
  if (op >= 0x30) I[top - 1] = signed ? low >> 31 : 0;
  return TRAP.none;
}

/** i32.store16, and i64.store8, 16 and 32. */
function store({ ints: I, view }: Machine, op: number, top: number, offset: number): number {
  const at = (I[top - 4]! >>> 0) + offset;
  const value = I[top - 2]!;
  const bytes = op === 0x3b ? 2 : 1 << (op - 0x3c);
  if (at + bytes > view.byteLength) return TRAP.memory;
  if (bytes === 1) view.setInt8(at, value);
  else if (bytes === 2) view.setInt16(at, value, true);
  else view.setInt32(at, value, true);
  return TRAP.none;
}

/** `a` and `b`: immediates, in the order of the binary. */
export function operateOnSegments(machine: Machine, op: number, top: number, a: number, b: number): number {
  const { ints: I } = machine;
  const to = I[top - 6]! >>> 0;
  const from = I[top - 4]! >>> 0;
  const count = I[top - 2]! >>> 0;
  switch (op) {
    case 0x3f:
      I[top] = machine.view.byteLength / PAGE;
      return TRAP.none;
    case 0x40:
      I[top - 2] = grownMemory(machine, count);
      return TRAP.none;
    case 0x108: {
      const { start, end } = machine.flat.module.data[a]!.bytes;
      const length = machine.droppedData[a] === 1 ? 0 : end - start;
      if (from + count > length || to + count > machine.memory.length) return TRAP.memory;
      machine.memory.set(machine.flat.module.bytes.subarray(start + from, start + from + count), to);
      return TRAP.none;
    }
    case 0x109:
      machine.droppedData[a] = 1;
      return TRAP.none;
    case 0x10a:
      if (from + count > machine.memory.length || to + count > machine.memory.length) return TRAP.memory;
      machine.memory.copyWithin(to, from, from + count);
      return TRAP.none;
    case 0x10b:
      if (to + count > machine.memory.length) return TRAP.memory;
      machine.memory.fill(from, to, to + count);
      return TRAP.none;
    default:
      return operateOnTables(machine, op, top, a, b);
  }
}

function grownMemory(machine: Machine, by: number): number {
  const pages = machine.view.byteLength / PAGE;
  return pages + by <= machine.pagesMax && machine.growMemory(pages + by) ? pages : -1;
}

function operateOnTables(machine: Machine, op: number, top: number, a: number, b: number): number {
  const { ints: I, tables } = machine;
  switch (op) {
    case 0x25:
    case 0x26:
      return op === 0x25 ? getElement(machine, tables[a]!, top) : setElement(machine, tables[a]!, top);
    case 0xd0:
      I[top] = NULL;
      return TRAP.none;
    case 0xd1:
      I[top - 2] = I[top - 2] === NULL ? 1 : 0;
      return TRAP.none;
    case 0xd2:
      I[top] = a + 1;
      return TRAP.none;
    case 0x10c:
      return initialise(machine, a, tables[b]!, top);
    case 0x10d:
      machine.droppedElements[a] = 1;
      return TRAP.none;
    case 0x10e:
      return copyElements(machine, tables[a]!, tables[b]!, top);
    case 0x10f:
      I[top - 4] = grownTable(machine, a, I[top - 4]!, I[top - 2]! >>> 0);
      return TRAP.none;
    case 0x110:
      I[top] = tables[a]!.length;
      return TRAP.none;
    default:
      return fillElements(machine, tables[a]!, top);
  }
}

function getElement({ ints: I }: Machine, table: Int32Array, top: number): number {
  const at = I[top - 2]! >>> 0;
  if (at >= table.length) return TRAP.table;
  I[top - 2] = table[at]!;
  return TRAP.none;
}

function setElement({ ints: I }: Machine, table: Int32Array, top: number): number {
  const at = I[top - 4]! >>> 0;
  if (at >= table.length) return TRAP.table;
  table[at] = I[top - 2]!;
  return TRAP.none;
}

function initialise(machine: Machine, segment: number, table: Int32Array, top: number): number {
  const { ints: I, flat } = machine;
  const to = I[top - 6]! >>> 0;
  const from = I[top - 4]! >>> 0;
  const count = I[top - 2]! >>> 0;
  const { items, mode } = flat.module.elements[segment]!;
  const length = machine.droppedElements[segment] === 1 || mode === 'declared' ? 0 : items.length;
  if (from + count > length || to + count > table.length) return TRAP.table;
  for (let i = 0; i < count; i += 1) table[to + i] = Number(machine.bitsOf(items[from + i]!));
  return TRAP.none;
}

function copyElements({ ints: I }: Machine, target: Int32Array, source: Int32Array, top: number): number {
  const to = I[top - 6]! >>> 0;
  const from = I[top - 4]! >>> 0;
  const count = I[top - 2]! >>> 0;
  if (from + count > source.length || to + count > target.length) return TRAP.table;
  target.set(source.slice(from, from + count), to);
  return TRAP.none;
}

function grownTable(machine: Machine, index: number, value: number, by: number): number {
  const table = machine.tables[index]!;
  const length = table.length + by;
  if (length > machine.tablesMax[index]!) return -1;
  const grown = new Int32Array(length).fill(value);
  grown.set(table);
  machine.tables[index] = grown;
  return table.length;
}

function fillElements({ ints: I }: Machine, table: Int32Array, top: number): number {
  const to = I[top - 6]! >>> 0;
  const value = I[top - 4]!;
  const count = I[top - 2]! >>> 0;
  if (to + count > table.length) return TRAP.table;
  table.fill(value, to, to + count);
  return TRAP.none;
}
