import { describe, expect, test } from 'vitest';
import {
  AssertionFailure,
  identityOf,
  keyPairFrom,
  sha256,
  sha256Hex,
  verifierOf,
} from '../../../core/foundation/index.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

/** RFC 8032, section 7.1: seed, public key, message, signature. */
const rfc8032 = [
  {
    name: 'TEST 1',
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    name: 'TEST 2',
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    name: 'TEST 3',
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    name: 'TEST SHA(abc)',
    seed: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
];

describe('SHA-256', () => {
  test('agrees with FIPS 180-4', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256Hex('abc')).toBe(abc);
    expect(sha256Hex(Uint8Array.of(0x61, 0x62, 0x63))).toBe(abc);
    expect(sha256('')).toStrictEqual(bytes('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'));
  });
});

describe('Ed25519', () => {
  test.each(rfc8032)('agrees with RFC 8032, $name', ({ seed, publicKey, message, signature }) => {
    const pair = keyPairFrom(bytes(seed));
    expect(hex(pair.publicKey)).toBe(publicKey);
    expect(pair.identity).toBe(sha256Hex(bytes(publicKey)));
    expect(identityOf(pair.publicKey)).toBe(pair.identity);
    expect(pair.sign(bytes(message))).toStrictEqual(bytes(signature));
    expect(verifierOf(bytes(publicKey))(bytes(message), bytes(signature))).toBe(true);
  });

  test('refuses a signature of another message, by another key, or with any bit changed', () => {
    const pair = keyPairFrom(new Uint8Array(32).fill(7));
    const other = keyPairFrom(new Uint8Array(32).fill(8));
    const message = Uint8Array.of(1, 2, 3);
    const signature = pair.sign(message);
    const verifies = verifierOf(pair.publicKey);
    expect(verifies(message, signature)).toBe(true);
    expect(verifies(Uint8Array.of(1, 2, 4), signature)).toBe(false);
    expect(verifierOf(other.publicKey)(message, signature)).toBe(false);
    for (let bit = 0; bit < 512; bit++) {
      const changed = Uint8Array.from(signature);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifies(message, changed)).toBe(false);
    }
  });

  test('refuses what is no signature or no key, without throwing', () => {
    const pair = keyPairFrom(new Uint8Array(32));
    for (const length of [0, 63, 65]) {
      expect(verifierOf(pair.publicKey)(Uint8Array.of(1), new Uint8Array(length))).toBe(false);
    }
    for (const length of [0, 31, 33]) {
      expect(verifierOf(new Uint8Array(length))(Uint8Array.of(1), new Uint8Array(64))).toBe(false);
    }
    for (let fill = 0; fill < 256; fill++) {
      const key = new Uint8Array(32).fill(fill);
      expect(verifierOf(key)(Uint8Array.of(1), new Uint8Array(64).fill(1))).toBe(false);
    }
  });

  test.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('refuses the key of small order %s, under which one signature fits many messages', (key) => {
    const forged = new Uint8Array(64);
    forged[0] = 1;
    const messages = Array.from({ length: 100 }, (_, index) => Uint8Array.of(index));
    expect(messages.some((message) => verifierOf(bytes(key))(message, forged))).toBe(false);
  });

  test('takes 32 seed bytes and no other number', () => {
    expect(() => keyPairFrom(new Uint8Array(31))).toThrow(AssertionFailure);
  });
});
