// How a client hears of the end of its task.

import type { Duration, PartyId, TaskId } from '../foundation/index.ts';
import type { FailureReason, Host, ResultMessage, TaskStatus } from '../protocol/index.ts';

/** Of the result that a task was settled with. */
export type Accepted = Pick<ResultMessage, 'copy' | 'output' | 'answer' | 'elapsed'>;
export const NOTHING: Accepted = { copy: 0, output: 0, elapsed: 0 as Duration };

/** Tells a client how its task ended. */
export function tell(
  host: Host,
  client: PartyId,
  task: TaskId,
  status: TaskStatus,
  reason: FailureReason,
  { output, answer }: Accepted,
): void {
  host.send(client, { type: 'settled', task, status, reason, output, answer });
}
