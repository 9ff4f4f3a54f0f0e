// What is said of coordinators that cannot be.

import type { Failure } from '../../core/foundation/index.ts';
import { say } from './say.ts';

export const noFederation = (count: number): Failure =>
  say('no-federation', `${count} coordinators can agree no better than fewer`, {
    expected: '1, which is trusted, or 3f + 1, of whom f may lie: 4, 7, 10, ...',
    got: String(count),
  });
export const lyingAlone = (): Failure =>
  say('lying-alone', 'a coordinator that is alone is trusted', { hint: 'use count: 4 or more' });
export const notFederated = (what: string): Failure =>
  say('not-federated', `${what} needs a coordinator that is trusted`, { hint: 'use count: 1' });
