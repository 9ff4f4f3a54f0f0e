// What the files of a user's own define, for the worker that runs a cell. Most runs need neither tsx nor zod, which take
// longer to load than the simulator.

import type { BehaviourDefinition } from '../adversary/index.ts';
import type { Cell } from '../scenario/index.ts';
import { behaviourIn } from './behaviour-file.ts';
import { ownFilesOf } from './own-files.ts';
import type { RunOptions } from './run-cell.ts';
import { strategyIn } from './strategy-file.ts';

export async function openOwnFiles(cell: Cell): Promise<Pick<RunOptions, 'strategy' | 'behaviours'>> {
  const behaviours = new Map<string, BehaviourDefinition>();
  let strategy: RunOptions['strategy'];
  for (const { noun, file, sha256 } of ownFilesOf(cell)) {
    if (noun === 'strategy') strategy = await strategyIn(file, sha256);
    else behaviours.set(file, await behaviourIn(file, sha256));
  }
  return { behaviours, ...(strategy && { strategy }) };
}
