import { describe, expect, test } from 'vitest';
import {
  type Amount,
  AssertionFailure,
  type Instant,
  type PartyId,
  type TaskId,
} from '../../../core/foundation/index.ts';
import {
  type Assign,
  decode,
  encode,
  type Message,
  NO_NEEDS,
  type Submit,
  signingBytes,
  sizeOf,
  type Welcome,
} from '../../../core/protocol/index.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

const submit: Submit = {
  type: 'submit',
  task: (2 ** 32 + 1) as TaskId,
  work: { unit: 'time', amount: 300, source: 0, independent: true },
  budget: 100_000_000n as Amount,
  deadline: 5_000_000 as Instant,
  expires: Infinity as Instant,
  needs: { gpu: false, region: 'Köln', exclude: [3 as PartyId, 200 as PartyId] },
  batch: 1,
  batchIndex: 0,
};
const assign: Assign = {
  type: 'assign',
  task: 7 as TaskId,
  copy: 1,
  claim: 7 as TaskId,
  epoch: 2,
  work: { unit: 'gas', amount: 2 ** 53 - 1, source: 4, independent: false },
  announce: true,
  signature: Uint8Array.of(0xaa, 0xbb),
};
const welcome = (sentAt: number): Welcome => ({ type: 'welcome', sentAt: sentAt as Instant });

function problemOf(input: Uint8Array): string {
  const result = decode(input);
  return result.ok ? 'none' : result.failures.map(({ code, message }) => `${code}: ${message}`).join();
}

describe('the bytes of a message', () => {
  test('are what version 1 of the format says', () => {
    expect(hex(encode(submit))).toBe(
      [
        '01 03', // version, type
        '81 80 80 80 10', // task
        '00 ac 02 00 01 00', // work: time, 300, source 0, independent, no program
        '00 00 00 00 05 f5 e1 00', // budget
        'c1 96 b1 02 00', // deadline + 1; 0: never expires
        'c8', // needs: gpu, region, exclude
        '00 05 4b c3 b6 6c 6e 02 03 c8 01',
        '01 00', // batch
      ]
        .join('')
        .replaceAll(' ', ''),
    );
    expect(hex(encode(assign))).toBe(
      '010407010702 01 ff ff ff ff ff ff ff 0f 04 00 00 01 02 aa bb'.replaceAll(' ', ''),
    );
  });

  test('are as many as sizeOf says, and give the message back', () => {
    for (const message of [submit, { ...submit, needs: NO_NEEDS }, assign, welcome(0), welcome(Infinity)]) {
      expect(sizeOf(message)).toBe(encode(message).length);
      expect(decode(encode(message))).toStrictEqual({ ok: true, value: message });
    }
  });

  test('are not shared between messages', () => {
    const first = encode(welcome(1));
    const copy = Uint8Array.from(first);
    encode(assign);
    expect(first).toStrictEqual(copy);
  });

  test('that a signature signs leave the signature out, and depend on all else', () => {
    expect(signingBytes(assign)).toStrictEqual(encode({ ...assign, signature: new Uint8Array(0) }));
    expect(signingBytes({ ...assign, signature: new Uint8Array(64) })).toStrictEqual(signingBytes(assign));
    expect(signingBytes({ ...assign, epoch: 3 })).not.toStrictEqual(signingBytes(assign));
  });
});

describe('decoding refuses', () => {
  const settled = (output: string): string => `010a 07 00 00 ${output} 00`;

  test.each([
    ['nothing at all', '', 'the message is cut short'],
    ['another version', '02 01 05', 'no message of version 1'],
    ['a type that is none', '01 40', 'an unknown type'],
    ['a byte too few', '01 05 07 01', 'the message is cut short'],
    ['a byte too many', '01 01 05 00', 'bytes after the end'],
    ['a number with a needless byte', '01 01 85 00', 'longer than it needs'],
    ['a number of 2^53', '01 07 80 80 80 80 80 80 80 10 00', 'above 2^53 - 1'],
    ['a number without end', '01 07 ff ff ff ff ff ff ff ff ff ff 00', 'above 2^53 - 1'],
    ['a status that is none', '01 0a 07 03 00 3ff0000000000000', 'no choice'],
    ['NaN', settled('7ff8000000000000'), 'NaN'],
    ['a NaN with a payload', settled('fff0000000000001'), 'NaN'],
    ['a flag of 2', '01 04 07 01 07 02 00 05 00 02 01 00', 'neither 0 nor 1'],
    ['a signature longer than the message', '01 04 07 01 07 02 00 05 00 00 00 01 40 aa', 'cut short'],
    ['a text that is not UTF-8', '01 03 01 00 01 00 00 00 0000000000000000 00 00 40 01 ff 01 00', 'not UTF-8'],
    ['an overlong UTF-8', '01 03 01 00 01 00 00 00 0000000000000000 00 00 40 02 c0 80 01 00', 'not UTF-8'],
    ['a list longer than the message', '01 03 01 00 01 00 00 00 0000000000000000 00 00 80 ffffffffffff0f', 'cut short'],
    [
      'a reputation above 1',
      '01 03 01 00 01 00 00 00 0000000000000000 00 00 20 3ff8000000000000 01 00',
      'between 0 and 1',
    ],
  ])('%s', (_, digits, why) => {
    expect(problemOf(bytes(digits))).toContain(`malformed-message: malformed message: `);
    expect(problemOf(bytes(digits))).toContain(why);
  });

  test('none of its own', () => {
    expect(problemOf(bytes(settled('3ff0000000000000')))).toBe('none');
    expect(problemOf(bytes('01 03 01 00 01 00 00 00 0000000000000000 00 00 40 01 61 01 00'))).toBe('none');
    expect(problemOf(bytes('01 07 ff ff ff ff ff ff ff 0f 00'))).toBe('none');
  });

  test('and says where', () => {
    expect(problemOf(bytes('01 01 85 00'))).toContain('at byte 4');
  });
});

describe('encoding throws, since it is our own bug, on', () => {
  const settled = (output: number): Message => ({
    type: 'settled',
    task: 1 as TaskId,
    status: 'failed',
    reason: 'outcome',
    output,
  });

  test.each<[string, Message]>([
    ['a negative number', welcome(-1)],
    ['a fraction of a microsecond', welcome(0.5)],
    ['a count that is infinite', { ...assign, copy: Infinity }],
    ['a time that is not a number', welcome(NaN)],
    ['NaN', settled(NaN)],
    ['an amount below 0', { ...submit, budget: -1n as Amount }],
    ['an amount of 2^64', { ...submit, budget: (2n ** 64n) as Amount }],
    ['half a surrogate pair', { ...submit, needs: { region: '\ud800' } }],
    ['a name outside its choices', { ...settled(0), status: 'lost' } as unknown as Message],
  ])('%s', (_, message) => {
    expect(() => encode(message)).toThrow(AssertionFailure);
  });
});
