import { expect, it } from 'vitest';
import { differencesInWasmer } from '../wasmer-runs.ts';

// `npm run soak` has 2,000.
it('random modules come to the same in Wasmer as in V8 and in the interpreter', { timeout: 120_000 }, async () => {
  expect(await differencesInWasmer(60)).toEqual([]);
});
