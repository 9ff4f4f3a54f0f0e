// Outputs on their way: who is told to send what to whom.

import type { Duration, PartyId } from '../foundation/index.ts';
import type { Host } from '../protocol/index.ts';
import type { Move } from './job-run.ts';

/** Tells the holder of an output to send it to a node. */
export function orderMove(host: Host, { from, target, holder, input }: Move, to: PartyId): void {
  const { time, bytes } = input;
  host.send(holder, {
    type: 'transfer',
    task: from.task,
    to,
    target: target.task,
    output: from.accepted,
    time: time as Duration,
    bytes,
  });
}
