// Liveness of settlement: no epoch is forgotten.

import { ANCHOR_COMMITTED, ANCHOR_FINAL } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const anchorsBecomeFinal: InvariantDefinition = {
  name: 'anchors-become-final',
  statement: 'When a run has ended, every epoch has a final anchor, with the root that it was closed with.',
  create: (broken) => {
    /** By epoch: the root, until it is final. */
    const open = new Map<number, string>();
    return {
      on: {
        [ANCHOR_COMMITTED]: ({ epoch, root }): void => void open.set(epoch, root),
        [ANCHOR_FINAL]: ({ epoch, root }, at): void => {
          if (open.get(epoch) !== root) broken(`the anchor of epoch ${epoch} has the root ${root}`, at);
          open.delete(epoch);
        },
      },
      ended: (at): void => {
        const [epoch] = open.keys();
        if (epoch !== undefined) broken(`${open.size} epochs have no final anchor, the first of them ${epoch}`, at);
      },
    };
  },
};
