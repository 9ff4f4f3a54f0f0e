// The entry of a worker thread.

import { ownFilesOf } from './own-files.ts';
import { runCell } from './run-cell.ts';
import { serve } from './serve.ts';

serve(async (cell, seed, options) => {
  if (ownFilesOf(cell).length === 0) return runCell(cell, seed, options);
  const { openOwnFiles } = await import('./own-loaded.ts');
  return runCell(cell, seed, { ...options, ...(await openOwnFiles(cell)) });
});
