import { type BehaviourDefinition, timing } from './behaviour.ts';

/** J. R. Douceur, The Sybil attack (IPTPS 2002): nothing but the names tells one machine from many. */
export const sybil: BehaviourDefinition = {
  name: 'sybil',
  summary: 'one machine under many names, which computes each task once and answers it under all of them (Douceur)',
  parameters: {
    identities: { kind: 'count', default: 4, min: 2, description: 'names of each machine, all of them at once' },
    rate: { kind: 'fraction', default: 0, description: 'tasks that it lies about, with one voice under all names' },
    ...timing,
  },
  identities: 'together',
  create: ({ rate }, { random, forge }) => {
    const cohort = 1 + random.below(2 ** 30);
    return { claims: (result) => (random.uniform() < Number(rate) ? forge(result, cohort) : result) };
  },
};
