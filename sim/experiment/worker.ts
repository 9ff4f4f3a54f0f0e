// The entry of a worker thread.

import { runCell } from './run-cell.ts';
import { serve } from './serve.ts';
import { strategyOf } from './strategy-file.ts';

serve(async (cell, seed, options) => {
  const strategy = await strategyOf(cell);
  return runCell(cell, seed, strategy === undefined ? options : { ...options, strategy });
});
