import { expect, it } from 'vitest';
import { hostileRuns } from '../../hostile-runs.ts';

// `npm run soak` has 2,000.
it('a few hostile runs in threads end as they must, and leave nothing behind', async () => {
  expect(await hostileRuns(16)).toEqual([]);
});
