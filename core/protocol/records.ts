// Records, lists and choices out of the elements (elements.ts).

import { assert } from '../foundation/index.ts';
import type { Codec } from './bytes.ts';
import { count } from './elements.ts';

/** One of a few names, as the byte of its place. The order of `names` is part of the format. */
export function choice<T extends string>(names: readonly T[]): Codec<T> {
  return {
    fixed: 1,
    size: () => 1,
    write(to, value) {
      const place = names.indexOf(value);
      assert(place >= 0, 'a choice is one of its names', { value });
      to.byte(place);
    },
    read(from) {
      const name = names[from.byte()];
      if (name === undefined) from.refuse(`no choice among ${names.join(', ')}`);
      return name ?? names[0]!;
    },
  };
}

/** Items after their count. */
export function list<T>(item: Codec<T>): Codec<readonly T[]> {
  return {
    size(values) {
      let size = count.size(values.length);
      for (const value of values) size += item.size(value);
      return size;
    },
    write(to, values) {
      count.write(to, values.length);
      for (const value of values) item.write(to, value);
    },
    read(from) {
      const length = count.read(from);
      // An item takes a byte at least, so a false count cannot make us allocate.
      if (length > from.left) from.refuse('a list is cut short');
      const values: T[] = [];
      while (values.length < length && from.problem === undefined) values.push(item.read(from));
      return values;
    },
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Codec<Exclude<T[K], undefined>> };
interface Field<T> {
  readonly name: keyof T;
  readonly codec: Codec<T[keyof T]>;
}

/** All fields of T, in the order in which they are named here: it is part of the format. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const all = fieldsOf<T>(fields);
  const varying = all.filter(({ codec }) => codec.fixed === undefined);
  const constant = all.reduce((sum, { codec }) => sum + (codec.fixed ?? 0), 0);
  return {
    ...(varying.length === 0 ? { fixed: constant } : {}),
    size(value) {
      let size = constant;
      for (const { name, codec } of varying) size += codec.size(value[name]);
      return size;
    },
    write(to, value) {
      for (const { name, codec } of all) codec.write(to, value[name]);
    },
    read(from) {
      const value: Partial<T> = {};
      for (const { name, codec } of all) {
        const field = codec.read(from);
        if (field !== undefined) value[name] = field;
      }
      return value as T;
    },
  };
}

/** A value that may be absent: a byte says whether it is there. A field that is not is left out. */
export function maybe<T>(codec: Codec<T>): Codec<T> {
  const absent = undefined as T;
  return {
    size: (value) => (value === undefined ? 1 : 1 + codec.size(value)),
    write(to, value) {
      to.byte(value === undefined ? 0 : 1);
      if (value !== undefined) codec.write(to, value);
    },
    read(from) {
      const there = from.byte();
      if (there > 1) from.refuse('a flag is neither 0 nor 1');
      return there === 1 ? codec.read(from) : absent;
    },
  };
}

/** Up to eight fields of T, any of which may be absent: a byte says which are there. */
export function optional<T extends object>(fields: Fields<T>): Codec<T> {
  const all = fieldsOf<T>(fields);
  assert(all.length <= 8, 'a byte tells which fields are there', { fields: all.length });
  return {
    size(value) {
      let size = 1;
      for (const { name, codec } of all) {
        const field = value[name];
        if (field !== undefined) size += codec.size(field);
      }
      return size;
    },
    write(to, value) {
      to.byte(presence(all, value));
      for (const { name, codec } of all) {
        const field = value[name];
        if (field !== undefined) codec.write(to, field);
      }
    },
    read(from) {
      const present = from.byte();
      if (present >>> all.length !== 0) from.refuse('an unknown field is there');
      const value: Partial<T> = {};
      all.forEach(({ name, codec }, place) => {
        if ((present & (1 << place)) !== 0) value[name] = codec.read(from);
      });
      return value as T;
    },
  };
}

function presence<T>(all: readonly Field<T>[], value: T): number {
  return all.reduce((bits, { name }, place) => (value[name] === undefined ? bits : bits | (1 << place)), 0);
}

function fieldsOf<T extends object>(fields: Fields<T>): readonly Field<T>[] {
  return Object.entries(fields).map(([name, codec]) => ({ name, codec })) as unknown as readonly Field<T>[];
}
