// The sentence: killing any node, or all of them for a while, loses no task.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { failover } from './failover.ts';

describe('failover', () => {
  it('loses no task, whatever goes down', async () => {
    await fc.assert(failover, { numRuns: 400 });
  });
});
