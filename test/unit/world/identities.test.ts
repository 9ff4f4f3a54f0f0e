import { describe, expect, it } from 'vitest';
import type { PartyId, TaskId } from '../../../core/foundation/index.ts';
import { decode, encode, type ResultMessage, UNSIGNED } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Identities } from '../../../sim/world/identities.ts';
import { ModelledIdentities, RealIdentities } from '../../../sim/world/identities.ts';

const [one, other] = [3 as PartyId, 4 as PartyId];
const real = (seed: number): Identities =>
  new RealIdentities(
    (party) => `node/${party}`,
    (name) => openStream(seed, name),
  );

const draft: ResultMessage = {
  type: 'result',
  task: 9 as TaskId,
  copy: 1,
  epoch: 0,
  outcome: 'ok',
  elapsed: 5 as never,
  output: 77,
  signature: UNSIGNED,
};
const signedBy = (identities: Identities, party: PartyId): ResultMessage => ({
  ...draft,
  signature: identities.sign(party, draft),
});

describe.each<[string, () => Identities]>([
  ['modelled', () => new ModelledIdentities()],
  ['real', () => real(1)],
])('%s signatures', (_, make) => {
  it('hold for their signer only, before and after the wire', () => {
    const identities = make();
    const message = signedBy(identities, one);
    const received = decode(encode(message));
    for (const copy of [message, received.ok ? received.value : draft] as ResultMessage[]) {
      expect(identities.verify(one, copy)).toBe(true);
      expect(identities.verify(other, copy)).toBe(false);
    }
  });

  it('are as long as each other, and refused when cut or missing', () => {
    const identities = make();
    const message = signedBy(identities, one);
    expect(message.signature.length).toBe(64);
    expect(identities.verify(one, draft)).toBe(false);
    expect(identities.verify(one, { ...message, signature: message.signature.slice(1) })).toBe(false);
  });
});

describe('real signatures', () => {
  it('cover every field', () => {
    const identities = real(1);
    const message = signedBy(identities, one);
    for (const change of [{ output: 78 }, { task: 8 as TaskId }, { copy: 2 }, { epoch: 1 }]) {
      expect(identities.verify(one, { ...message, ...change })).toBe(false);
    }
  });

  it('are the same in every run of a seed, and others under another', () => {
    const hex = (seed: number): string => Buffer.from(real(seed).sign(one, draft)).toString('hex');
    expect(hex(1)).toBe(hex(1));
    expect(hex(2)).not.toBe(hex(1));
  });
});
