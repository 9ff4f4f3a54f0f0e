// The argument that every instruction is one of the program.

import { otherOperation, uncounted } from '../forgeries.ts';
import { FIRST, type Removal, rows } from '../removal.ts';

export const fetchRemovals: readonly Removal[] = rows('fetch', 'Segment', [
  ['wordTerm[i] <== v * step[i].word;', `wordTerm[i] <-- v * (step[i].word - ${FIRST});`, otherOperation],
  [
    'fetched[i] <-- live[i] / (g - pc[i] - wordTerm[i]);\n    fetched[i] * (g - pc[i] - wordTerm[i]) === live[i];',
    'fetched[i] <-- 0;',
    uncounted,
  ],
  ['codeTerm[j] <== v * code[j];', 'codeTerm[j] <-- v * (code[j] + (j == 0 ? 1 : 0));', otherOperation],
  [
    'share[j] <-- uses[j] / (g - place - codeTerm[j]);\n    share[j] * (g - place - codeTerm[j]) === uses[j];',
    'share[j] <-- balance;',
    otherOperation,
  ],
  ['balance === 0;', '', otherOperation],
]);
