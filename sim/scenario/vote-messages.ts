// What a person may read about votes that could not be won.

import type { Failure } from '../../core/foundation/index.ts';
import { say } from './say.ts';

export const quorumOutOfReach = (most: number): Failure =>
  say('quorum-out-of-reach', `no task is ever given to more than ${most} nodes, twice its copies: all would fail`, {
    expected: `at most ${most}`,
  });
export const committeeTooSmall = (size: number): Failure =>
  say('committee-too-small', 'a committee bears f liars only if it has 3f + 1 members', {
    expected: `"size" of ${size} or more`,
    hint: 'leave "fault" out, and it bears as many as its size allows',
  });
