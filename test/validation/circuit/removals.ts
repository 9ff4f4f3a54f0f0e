// Every constraint of the circuit, and the few of them on which nothing hangs.

import type { Removal } from './removal.ts';
import { codeRemovals } from './removals/code.ts';
import { controlRemovals } from './removals/control.ts';
import { fetchRemovals } from './removals/fetch.ts';
import { memoryRemovals } from './removals/memory.ts';
import { operationRemovals } from './removals/operations.ts';
import { pageRemovals } from './removals/pages.ts';
import { rangeRemovals } from './removals/ranges.ts';
import { stateRemovals } from './removals/states.ts';
import { stepRemovals } from './removals/steps.ts';
import { transcriptRemovals } from './removals/transcript.ts';

export { spares } from './spares.ts';

export const removals: readonly Removal[] = [
  ...rangeRemovals,
  ...operationRemovals,
  ...controlRemovals,
  ...pageRemovals,
  ...codeRemovals,
  ...stateRemovals,
  ...stepRemovals,
  ...transcriptRemovals,
  ...memoryRemovals,
  ...fetchRemovals,
];
