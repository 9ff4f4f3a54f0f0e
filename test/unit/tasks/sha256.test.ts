import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTask, readTaskModule } from '../../../sim/tasks/index.ts';
import { instantiate } from '../../task-instance.ts';

const instance = instantiate(readTaskModule(findTask('sha256')!));
const hex = (input: Uint8Array): string => Buffer.from(instance.run(input)).toString('hex');

/** NIST's examples for FIPS 180-4, and its long messages. */
const VECTORS: readonly (readonly [message: string, times: number, digest: string])[] = [
  ['', 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 1, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    1,
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    1,
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
  ['a', 1_000_000, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];

describe('sha256', () => {
  it.each(VECTORS)('hashes "%s" x %i as NIST does', (message, times, digest) => {
    expect(hex(Buffer.from(message.repeat(times)))).toBe(digest);
  });

  it('hashes anything as OpenSSL does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
        expect(hex(input)).toBe(createHash('sha256').update(input).digest('hex'));
      }),
    );
  });
});
