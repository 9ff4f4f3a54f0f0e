import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hexOf, sha256 } from '../../../core/foundation/index.ts';
import {
  type AnchorProof,
  type Bitcoin,
  loadBitcoin,
  verifyAnchorProof,
  writeAnchorProof,
} from '../../../core/settlement/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import { settlement, settling } from './settled.ts';

let bitcoin: Bitcoin;
const proofs: AnchorProof[] = [];

async function proofOf(form: 'return' | 'taproot'): Promise<AnchorProof> {
  const { record } = await runCell(settling(settlement({}, { form })), 1, { record: true });
  return JSON.parse(record!.files!.find(({ name }) => name.startsWith('anchor-'))!.content) as AnchorProof;
}

beforeAll(async () => {
  bitcoin = await loadBitcoin();
  proofs.push(await proofOf('return'), await proofOf('taproot'));
});

const verified = (proof: unknown, confirmations = 6, trusted?: string): string => {
  const { commitTo } = bitcoin;
  const result = verifyAnchorProof(proof, { confirmations, commitTo, ...(trusted !== undefined && { trusted }) });
  return result.ok ? 'valid' : result.failures[0]!.code;
};

describe('the inclusion proof of an anchor', () => {
  it('is valid as it was written', () => {
    expect(proofs.map((proof) => verified(proof))).toEqual(['valid', 'valid']);
  });

  it('is refused for more confirmations than it proves, or another block than is trusted', () => {
    expect(verified(proofs[0], 7)).toBe('not-final');
    const trusted = hexOf(sha256('no block'));
    const result = verifyAnchorProof(proofs[0], { confirmations: 6, trusted });
    expect(result.ok ? '' : result.failures[0]!.code).toBe('untrusted-headers');
  });

  it('is refused once any bit of it is another', () => {
    const tips = proofs.map((proof) => {
      const result = verifyAnchorProof(proof, { confirmations: 6, commitTo: bitcoin.commitTo });
      return result.ok ? result.value.tip : '';
    });
    const places = proofs.flatMap((proof, which) =>
      ['leaf.data', 'leaf.path', 'transaction', 'key', 'block.path', 'block.coinbase', 'block.coinbasePath', 'headers']
        .filter((path) => textAt(proof, path) !== '')
        .map((path) => [which, path] as const),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(), fc.nat(7), ([which, path], at, bit) => {
        const altered = structuredClone(proofs[which]!);
        const bytes = Buffer.from(textAt(altered, path), 'base64');
        bytes[at % bytes.length]! ^= 1 << bit;
        setText(altered, path, bytes.toString('base64'));
        // Its hashes are cheap here: another header is as good, but it is another block than the one that is trusted.
        expect(verified(altered, 6, tips[which])).not.toBe('valid');
      }),
      { numRuns: 400 },
    );
  });

  it('is refused with any other number in it', () => {
    for (const change of [{ epoch: 1 }, { output: 1 }, { format: 'ambient-anchor-proof/3' }]) {
      expect(verified({ ...proofs[0]!, ...change })).not.toBe('valid');
    }
    expect(verified({ ...proofs[0]!, leaf: { ...proofs[0]!.leaf, index: 1 } })).not.toBe('valid');
    expect(verified({ ...proofs[0]!, block: { ...proofs[0]!.block, index: 0 } })).not.toBe('valid');
  });

  it('is refused for a tree of any other size, even where its path fits that', () => {
    const { leaf } = proofs[0]!;
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 2 ** 40 })), (size) => {
        fc.pre(size !== leaf.size);
        expect(verified({ ...proofs[0]!, leaf: { ...leaf, size } })).not.toBe('valid');
      }),
    );
    const fitting = leaf.size % 2 === 0 ? leaf.size - 1 : leaf.size + 1;
    expect(verified({ ...proofs[0]!, leaf: { ...leaf, size: fitting } })).toBe('other-root');
  });

  it('is answered whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(verified(anything)).not.toBe('valid');
      }),
      { numRuns: 300 },
    );
    const parts = fc.record({ format: fc.constant('ambient-anchor-proof/2'), epoch: fc.nat(), leaf: fc.anything() });
    fc.assert(
      fc.property(parts, (proof) => {
        expect(verified({ ...proofs[0]!, ...proof })).not.toBe('valid');
      }),
    );
  });

  it('has at most 3 kB for 4,096 transactions and 100,000 leaves', () => {
    const hashes = (count: number): Uint8Array[] => Array.from({ length: count }, (_, at) => sha256(`${at}`));
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
    const { transaction, leaf, block, headers } = proofs[0]!;
    const large = writeAnchorProof({
      epoch: 0,
      leaf: { data: bytes(leaf.data), index: 99_999, size: 100_000, path: hashes(17) },
      transaction: bytes(transaction),
      output: 0,
      height: 900_000,
      index: 4_095,
      path: hashes(12),
      coinbase: bytes(block.coinbase),
      coinbasePath: hashes(12),
      headers: Array.from({ length: 6 }, () => bytes(headers).slice(0, 80)),
    });
    expect(JSON.stringify(large).length).toBeLessThanOrEqual(3_072);
  });
});

type Nested = Record<string, string | Record<string, string>>;

function textAt(proof: AnchorProof, path: string): string {
  const [first = '', second] = path.split('.');
  const part = (proof as unknown as Nested)[first] ?? '';
  return typeof part === 'string' ? part : (part[second ?? ''] ?? '');
}

function setText(proof: AnchorProof, path: string, text: string): void {
  const [first = '', second] = path.split('.');
  const nested = proof as unknown as Nested;
  if (second === undefined) nested[first] = text;
  else (nested[first] as Record<string, string>)[second] = text;
}
