// The schema of faults of machines: memory, heat, disks, and nodes that come and go.

import type { z } from 'zod';
import { isAlwaysZero, timeDistribution } from './distributions.ts';
import { diskFailures } from './fault-kinds.ts';
import { faultNames } from './fault-names.ts';
import { choice, mapping, report } from './kit.ts';
import * as messages from './messages.ts';
import { size, temperature } from './values.ts';

export const deviceFaults: z.ZodRawShape = {
  memory: mapping('{ nodes, free }', {
    nodes: faultNames('Whose memory.'),
    free: size('All that other processes leave.'),
  })
    .meta({
      description:
        'Memory is short: work that begins then and needs more (the "needs.memory" of its workload, or the limit of its task) than what is left beside the work that runs fails, and is tried again, perhaps elsewhere.',
    })
    .exactOptional(),
  overheat: mapping('{ nodes, ambient }', {
    nodes: faultNames('Whose room.'),
    ambient: temperature('So warm is the room at least.'),
  })
    .meta({
      description:
        'Rooms get warm: devices reach their limit sooner, work more slowly there, and in a room that is too warm go beyond it, into safety mode. Of devices with a heat model.',
    })
    .exactOptional(),
  churn: mapping('{ nodes, up, down }', {
    nodes: faultNames('Who comes and goes.'),
    up: timeDistribution('How long a node stays.').transform((up, context) => {
      if (isAlwaysZero(up)) report(context, { failure: messages.neverMoves('the time online') });
      return up;
    }),
    down: timeDistribution('How long it is then gone.'),
  })
    .meta({ description: 'Nodes crash and come back, again and again.' })
    .exactOptional(),
  disk: mapping('{ nodes, fails }', {
    nodes: faultNames('Whose disk: nodes, or the coordinator, if there is one.'),
    fails: choice(
      'how a disk fails',
      'full: nothing is written, so that nodes refuse work and the coordinator stands still; unsynced: what is written meanwhile is lost in a crash before the fault ends; torn: a crash leaves the beginning of a record that was being written.',
      diskFailures,
    ),
  })
    .meta({ description: 'What parties keep for after a crash is not kept as it should be.' })
    .exactOptional(),
};
