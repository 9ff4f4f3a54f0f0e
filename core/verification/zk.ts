import type { Duration, Probability } from '../foundation/index.ts';
import { CERTAIN, type PolicyDefinition } from './policy.ts';
import { stakeOfTokens, termParameters, UNBONDING } from './terms.ts';
import { holdFirst } from './votes.ts';

/**
 * Every segment of an execution is proven by who ran it, and the proof is for this task, this node and this nonce alone.
 * Real tasks have as many segments as the circuit takes (core/proof); of modelled ones a step is taken for one gas. So it
 * is for tasks of a few thousand steps.
 */
export const zk: PolicyDefinition = {
  name: 'zk',
  summary: 'a result comes with a proof of its execution, segment by segment, and is accepted when that is valid',
  parameters: {
    circuit: {
      kind: 'choice',
      default: 'default',
      choices: ['test', 'default', 'large'],
      description: 'what real tasks are cut into segments for, and proven with',
    },
    steps: { kind: 'count', default: 82, min: 1, description: 'gas of a modelled task that one segment proves' },
    segments: { kind: 'count', default: 1, min: 1, description: 'segments of tasks whose work is given as a time' },
    largest: { kind: 'count', default: 1_000, min: 1, description: 'tasks of more segments fail as not provable' },
    proving: { kind: 'number', default: 7e10, min: 0, description: 'gas that it takes a node to prove one segment' },
    verifying: { kind: 'duration', default: 30_000, min: 0, description: 'time to verify the proof of one segment' },
    answer: termParameters['answer']!,
    bond: termParameters['bond']!,
    late: termParameters['late']!,
    unbonding: { ...termParameters['unbonding']!, description: UNBONDING },
  },
  promised: {
    label: 'proven',
    trust: [
      'Groth16 over BN254, Poseidon and SHA-256',
      'a circuit and a flattening that nobody audited',
      'that nobody kept the secrets of the keys',
    ],
    chance: () => CERTAIN,
  },
  create: ({ steps, segments, largest, proving, verifying, answer, bond, late, unbonding }) => ({
    copies: 1,
    proofs: {
      segmentsOf: ({ unit, amount }) =>
        unit === 'gas' ? Math.max(1, Math.ceil(amount / Number(steps))) : Number(segments),
      largest: Number(largest),
      gas: Number(proving),
      verifying: Number(verifying) as Duration,
      answer: Number(answer) as Duration,
      bond: stakeOfTokens(bond),
      late: Number(late) as Probability,
      award: 0 as Probability,
      unbonding: Number(unbonding) as Duration,
    },
    rule: holdFirst,
  }),
};
