// The one way a result becomes text: the same value gives the same bytes on every machine.

import { assert } from '../../core/foundation/index.ts';

const INDENT = '  ';

/**
 * JSON with keys in the order in which our typed objects were built, two spaces of indentation, numbers in
 * ECMAScript's shortest form that reads back the same, and a newline at the end. Fields that are undefined are
 * left out. Throws AssertionFailure for what JSON cannot say: NaN, infinities, and anything but plain data.
 */
export function canonicalJson(value: unknown): string {
  return `${write(value, '', '$')}\n`;
}

function write(value: unknown, margin: string, path: string): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value, path);
  if (Array.isArray(value)) return writeArray(value as readonly unknown[], margin, path);
  return writeObject(value, margin, path);
}

function writeNumber(value: number, path: string): string {
  assert(Number.isFinite(value), 'a number in a result is finite', { path, value });
  return JSON.stringify(value);
}

function writeArray(items: readonly unknown[], margin: string, path: string): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => typeof item !== 'object' || item === null)) {
    return `[${items.map((item, at) => write(item, margin, `${path}[${at}]`)).join(', ')}]`;
  }
  const inner = margin + INDENT;
  const lines = items.map((item, at) => inner + write(item, inner, `${path}[${at}]`));
  return `[\n${lines.join(',\n')}\n${margin}]`;
}

function writeObject(value: unknown, margin: string, path: string): string {
  assert(isPlain(value), 'a result is made of plain data', { path, type: typeof value });
  const inner = margin + INDENT;
  const lines: string[] = [];
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined) {
      lines.push(`${inner}${JSON.stringify(key)}: ${write(value[key], inner, `${path}.${key}`)}`);
    }
  }
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${margin}}`;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
