// A behaviour of one's own: so many pieces of work are done honestly, and the next one is made up. A file outside this
// repository imports its types from 'ambient-vcp'.
import type { BehaviourDefinition } from '../../index.ts';

export const api = 1;

const tired: BehaviourDefinition = {
  name: 'tired',
  summary: 'does some pieces of work in a row, and makes the next one up',
  parameters: { stamina: { kind: 'count', default: 3, min: 1, description: 'pieces of work that it does in a row' } },
  create({ stamina }) {
    // What a node remembers is here, and not outside: each node is created anew in each run.
    let taken = 0;
    return {
      skips: () => (taken++ % (Number(stamina) + 1) === Number(stamina) ? 'made-up' : 'no'),
    };
  },
};

export default tired;
