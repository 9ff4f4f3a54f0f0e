// What a way of verifying promises, beside what a run measures of it: how likely one wrong result is found out before it
// is accepted, by design, and who or what has to be trusted for that.

import { chanceOfCatching } from '../../core/verification/index.ts';
import type { TierRecord } from '../results/index.ts';
import type { Cell } from '../scenario/cells.ts';

type Parameters = Cell['verification']['parameters'];
interface Promised extends Pick<TierRecord, 'label' | 'trust'> {
  readonly chance: (parameters: Parameters) => number;
}

const ONE_LIAR = 'that most of the nodes that are asked are honest and not in league';
const REFEREE = 'a coordinator that referees, and a network that carries answers within their time';
const watched = ({ watchers, rate }: Parameters): number => (Number(watchers) > 0 ? Number(rate) : 0);
const caughtByDraws = ({ segments, draws }: Parameters): number => chanceOfCatching(Number(segments), 1, Number(draws));

const TIERS: Readonly<Record<string, Promised>> = {
  none: { label: 'believed', trust: ['every node'], chance: () => 0 },
  replicate: { label: 'agreed on', trust: [ONE_LIAR], chance: ({ k, quorum }) => agreeing(Number(k), Number(quorum)) },
  'm-first': { label: 'agreed on', trust: [ONE_LIAR], chance: ({ m }) => (Number(m) > 1 ? 1 : 0) },
  committee: { label: 'certified', trust: ['that less than a third of each committee lies'], chance: () => 1 },
  optimistic: {
    label: 'disputable',
    trust: ['an honest node among those that check, for each claim that is checked', REFEREE],
    chance: watched,
  },
  sampled: {
    label: 'sampled',
    trust: ['draws that its node cannot foresee', 'an honest node among those that check', REFEREE],
    chance: (parameters) => 1 - (1 - watched(parameters)) * (1 - caughtByDraws(parameters)),
  },
  zk: {
    label: 'proven',
    trust: [
      'Groth16 over BN254, Poseidon and SHA-256',
      'a circuit and a flattening that nobody audited',
      'that nobody kept the secrets of the keys',
    ],
    chance: () => 1,
  },
};

function agreeing(copies: number, quorum: number): number {
  return (quorum === 0 ? Math.floor(copies / 2) + 1 : quorum) > 1 ? 1 : 0;
}

/** Undefined of policies that find liars in time rather than lies at once. */
export function tierOf({ verification: { policy, parameters } }: Cell): TierRecord | undefined {
  const promised = TIERS[policy];
  if (promised === undefined) return undefined;
  const { label, trust, chance } = promised;
  const bond = parameters['bond'];
  return {
    ...{ policy, label, trust },
    chance: chance(parameters),
    ...(bond !== undefined && { bond: Number(bond) }),
  };
}
