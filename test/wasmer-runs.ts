// Random modules in V8, in the interpreter and in Wasmer, one after another in one Wasmer.

import fc from 'fast-check';
import { startWasmer } from '../core/execution/wasmer-library.ts';
import { everywhere, granted } from './everywhere.ts';
import { randomModule } from './wasm-modules.ts';

const limits = { ...granted, depth: 100_000 };

/** The smallest module that differs, with the seed that finds it again; empty if none of so many does. */
export async function differencesInWasmer(
  count: number,
  tell: (done: number) => void = () => undefined,
): Promise<string[]> {
  const wasmer = await startWasmer();
  let done = 0;
  const property = fc.asyncProperty(randomModule, async ({ plain, input }) => {
    const seen = await everywhere(wasmer, plain, input, limits);
    tell((done += 1));
    if (seen === undefined) throw new Error('the gate refuses a module that it should accept');
    const all = [seen.v8, seen.interpreter, seen.wasmer].map((each) =>
      JSON.stringify({ ...each, gas: String(each.gas) }),
    );
    return new Set(all).size === 1;
  });
  const { failed, seed, counterexample } = await fc.check(property, { numRuns: count });
  await wasmer.close();
  if (!failed) return [];
  const module = Buffer.from(counterexample?.[0].plain ?? []).toString('base64');
  return [`runtimes differ (seed ${seed}) on the module ${module}`];
}
