// The entry of a worker thread.

import { runCell } from './run-cell.ts';
import { serve } from './serve.ts';

serve(async (cell, seed, options) => {
  const { name, sha256 } = cell.scheduling;
  if (sha256 === undefined) return runCell(cell, seed, options);
  // Most runs need neither tsx nor zod, which take longer to load than the simulator.
  const { strategyIn } = await import('./strategy-file.ts');
  return runCell(cell, seed, { ...options, strategy: await strategyIn(name, sha256) });
});
