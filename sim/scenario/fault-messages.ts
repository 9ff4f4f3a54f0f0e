// What a person may read about faults.

import type { Failure } from '../../core/foundation/index.ts';
import { say } from './say.ts';

export const endlessPartition = (): Failure =>
  say('endless-partition', 'messages that wait for ever leave tasks without an end', {
    hint: 'say how long it lasts, such as for: 30 s',
  });
export const halfRecurring = (): Failure =>
  say('half-recurring', 'a fault that comes again needs both "stability" and "until"', {
    hint: 'write both, such as stability: 20 s, until: 5 min, or none of them',
  });
export const faultOfNothing = (what: string, hint: string): Failure => say('fault-of-nothing', what, { hint });
export const forgottenForEver = (): Failure =>
  say('never-answered', 'a coordinator that forgets leaves tasks without an answer, and they do not expire', {
    hint: 'give every workload an "expires", such as expires: 1 min',
  });
