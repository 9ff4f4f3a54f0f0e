import type { Duration, Probability } from '../foundation/index.ts';
import type { PolicyDefinition } from './policy.ts';
import { stakeOfTokens, termParameters } from './terms.ts';
import { holdFirst } from './votes.ts';

/**
 * Every segment of an execution is proven by who ran it, and the proof is for this task, this node and this nonce alone.
 * The defaults are those of the paged circuit under Groth16: 96 steps a segment (a step is taken for one gas), 6.1 s to
 * prove on two cores that execute 6e9 gas/s each, 14 to 30 ms to verify. So it is for tasks of a few thousand steps.
 */
export const zk: PolicyDefinition = {
  name: 'zk',
  summary: 'a result comes with a proof of its execution, segment by segment, and is accepted when that is valid',
  parameters: {
    steps: { kind: 'count', default: 96, min: 1, description: 'gas of a task that one segment proves' },
    segments: { kind: 'count', default: 1, min: 1, description: 'segments of tasks whose work is given as a time' },
    largest: { kind: 'count', default: 1_000, min: 1, description: 'tasks of more segments fail as not provable' },
    proving: { kind: 'number', default: 7e10, min: 0, description: 'gas that it takes a node to prove one segment' },
    verifying: { kind: 'duration', default: 30_000, min: 0, description: 'time to verify the proof of one segment' },
    answer: termParameters['answer']!,
    bond: termParameters['bond']!,
    late: termParameters['late']!,
  },
  create: ({ steps, segments, largest, proving, verifying, answer, bond, late }) => ({
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
    },
    rule: holdFirst,
  }),
};
