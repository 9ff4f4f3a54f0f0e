// Constraints whose loss nobody could use, and why.

import type { Spare } from './removal.ts';

const spare = (why: string, template: string, texts: readonly string[]): Spare[] =>
  texts.map((text) => ({ template, text, why }));

const renames = 'it gives another name to a number of the prover that nothing else hangs on';
const tries =
  'it fixes an input of the hash that makes the challenge, beside all that was chosen: free, it would let a prover try again, as the quotient of any step does';
const sameTwice =
  'a page of the program that is opened twice has the same instructions twice, and their uses are added up';

export const spares: readonly Spare[] = [
  ...spare(renames, 'Segment', [
    ...['f', 'rd', 'x', 'q'].map((name) => `step[i].${name} <== ${name}[i];`),
    'slot[k].children <== children[k];',
    'opened[k].children <== codeChildren[k];',
  ]),
  ...spare(sameTwice, 'Segment', ['codeRises[k].in <== codePage[k] - codePage[k - 1] - 1;']),
  ...spare(tries, 'Transcript', ['if (j == 0) hash[j].inputs[0] <== M;', 'else hash[j].inputs[i + 1] <== 0;']),
  ...spare(tries, 'Segment', ['challenge.initialState <== 0;', 'challenge.inputs[1] <== N + 8;']),
];
