// A module made to be large costs the gate neither time nor memory without end.

import { describe, expect, it } from 'vitest';
import { limitPresets, prepare } from '../../../core/execution/index.ts';
import { BinaryWriter } from '../../../core/execution/writer.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function sectionOf(id: number, count: number, item: readonly number[]): Uint8Array {
  const items = new Uint8Array(count * item.length);
  for (let at = 0; at < count; at += 1) items.set(item, at * item.length);
  const content = new BinaryWriter().u32(count).all(items).written();
  return new BinaryWriter()
    .byte(...HEADER, id)
    .sized(content)
    .written();
}

const refusalOf = (module: Uint8Array): string => {
  const prepared = prepare(module, limitPresets.strict, false);
  return prepared.kind === 'refused' ? `${prepared.outcome}: ${prepared.detail}` : prepared.kind;
};

describe('the gate refuses', () => {
  it('more than 16 MiB', () => {
    expect(refusalOf(new Uint8Array(2 ** 24 + 1))).toBe('load: 16777217 bytes, and 16777216 are accepted');
  });

  it('five million types in 15 MB', () => {
    expect(refusalOf(sectionOf(1, 5_000_000, [0x60, 0x00, 0x00]))).toMatch(/^load: the module lists too many things/);
  });

  it('a hundred tables of a million elements', () => {
    const table = [0x70, 0x00, 0xc0, 0x84, 0x3d];
    expect(refusalOf(sectionOf(4, 100, table))).toBe(
      'load: its tables have 100000000 elements, and 1000000 are accepted',
    );
  });
});
