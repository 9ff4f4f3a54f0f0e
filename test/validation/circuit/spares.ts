// Constraints whose loss nobody could use, and why.

import type { Spare } from './removal.ts';

const renames = 'it gives another name to a number of the prover that nothing else hangs on';
const tries =
  'it fixes an input of the hash that makes the challenge, beside all that was chosen: free, it would let a prover try again, as the quotient of any step does';

export const spares: readonly Spare[] = [
  ...['f', 'rd', 'x', 'q'].map(
    (name): Spare => ({
      file: 'segment.circom',
      within: 'template Segment',
      text: `step[i].${name} <== ${name}[i];`,
      why: renames,
    }),
  ),
  { file: 'segment.circom', within: 'template Segment', text: 'slot[k].children <== children[k];', why: renames },
  { file: 'segment.circom', within: 'template Segment', text: 'opened[k].children <== codeChildren[k];', why: renames },
  {
    file: 'segment.circom',
    within: 'template Segment',
    text: 'codeRises[k].in <== codePage[k] - codePage[k - 1] - 1;',
    why: 'a page of the program that is opened twice has the same instructions twice, and their uses are added up',
  },
  { file: 'segment.circom', within: 'template Transcript', text: 'if (j == 0) hash[j].inputs[0] <== M;', why: tries },
  { file: 'segment.circom', within: 'template Transcript', text: 'else hash[j].inputs[i + 1] <== 0;', why: tries },
  { file: 'segment.circom', within: 'template Segment', text: 'challenge.initialState <== 0;', why: tries },
  { file: 'segment.circom', within: 'template Segment', text: 'challenge.inputs[1] <== N + 8;', why: tries },
];
