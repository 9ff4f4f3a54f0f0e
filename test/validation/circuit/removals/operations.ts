// What the instructions make of their operands.

import { OP } from '../../../../core/proof/machine/instruction-set.ts';
import { goesTo, loads, loadsNext } from '../forgeries.ts';
import { comesTo, oneMore } from '../forgery.ts';
import { moreWhere, type Removal, rows } from '../removal.ts';

const product = [
  ...rows('product', 'Step', [
    [
      'powers.bits <== bBits.out;',
      'for (var i = 0; i < 32; i++) powers.bits[i] <-- bBits.out[i] * (1 - f[7]);',
      comesTo(OP.shl, 3, 2, 3),
    ],
    moreWhere('signal byB <== (f[3] + f[24]) * b;', OP.mul, comesTo(OP.mul, 3, 5, 18)),
    moreWhere('signal byLeft <== f[7] * powers.left;', OP.shl, comesTo(OP.shl, 3, 2, 15)),
    moreWhere('signal byRight <== (f[8] + f[9]) * powers.right;', OP.shrU, comesTo(OP.shrU, 8, 2, 4), 'powers.right'),
    moreWhere('signal product <== a * (byB + byLeft + byRight);', OP.mul, comesTo(OP.mul, 3, 5, 16)),
  ]),
  ...rows('product', 'Powers', [
    ['l[0] <== 1 + bits[0];', 'l[0] <-- 3;', comesTo(OP.shl, 3, 0, 9)],
    ['r[0] <== 2 * (2 - bits[0]);', 'r[0] <-- 1;', comesTo(OP.shrU, 8, 1, 2)],
    ['l[i] <== l[i - 1] * (1 + bits[i] * ((1 << (1 << i)) - 1));', 'l[i] <-- l[i - 1];', comesTo(OP.shl, 3, 2, 3)],
    [
      'r[i] <== r[i - 1] * (1 + (1 - bits[i]) * ((1 << (1 << i)) - 1));',
      'r[i] <-- r[i - 1] * (1 << (1 << i));',
      comesTo(OP.shrU, 8, 2, 8),
    ],
    ['left <== l[4];', 'left <-- 1;', comesTo(OP.shl, 3, 2, 3)],
    ['right <== r[4];', 'right <-- 1 << 32;', comesTo(OP.shrU, 8, 2, 8)],
  ]),
];

const zero = rows('zero', 'Step', [
  moreWhere('signal branchB <== (f[19] + f[20]) * b;', OP.bz, goesTo(OP.bz, 0, 1)),
  moreWhere('signal divisionB <== isDivision * (2 * b - a);', OP.eq, comesTo(OP.eq, 5, 5, 0)),
  moreWhere('zero.in <== a - b + branchB + divisionB;', OP.eq, comesTo(OP.eq, 5, 5, 0)),
]);

const division = rows('division', 'Step', [
  ['signal qb <== q * b;', 'signal qb <-- q * b - f[22];', comesTo(OP.remU, 17, 5, 3)],
  [
    'signal noBound <== zero.out * (b - 1 - r);',
    'signal noBound <-- b - 1 - r;',
    comesTo(OP.remU, 17, 5, 7, { q: 2n }),
  ],
  ['signal byZero <== isDivision * zero.out;', 'signal byZero <-- 0;', comesTo(OP.divU, 30, 0, 5, { q: 5n })],
  ['byZero * (q - (SH - 1)) === 0;', '', comesTo(OP.divU, 30, 0, 5, { q: 5n })],
  [
    'signal xDivision <== isDivision * (r + SH * (b - 1 - r - noBound));',
    'signal xDivision <-- isDivision * r;',
    comesTo(OP.remU, 17, 5, 7, { q: 2n }),
  ],
]);

const sum = rows('sum', 'Step', [
  moreWhere('signal offset <== isMemory * (x - b);', OP.load, loadsNext, '4'),
  moreWhere('signal xAdd <== (f[1] + isMemory) * (a + b + offset);', OP.add, oneMore(OP.add, 3, 5)),
  moreWhere('signal xSubtract <== (f[2] + f[10] + f[11]) * (a - b + SH);', OP.sub, oneMore(OP.sub, 5, 3)),
  moreWhere('sum.in <== product + xAdd + xSubtract + xDivision;', OP.add, oneMore(OP.add, 3, 5)),
  ['isMemory * (sum.out[0] + sum.out[1]) === 0;', '', loads(2, 0, 50n)],
  ['isDivision * (low - r) === 0;', '', comesTo(OP.divU, 17, 5, 4, { q: 4n })],
]);

const bitwise = rows('bitwise', 'Step', [
  ['common[i] <== aBits.out[i] * bBits.out[i];', 'common[i] <-- aBits.out[i];', comesTo(OP.and, 6, 3, 6)],
]);

const MINUS_ONE = 0xffff_ffff;
const compare = rows('compare', 'Step', [
  [
    'signal bothSigns <== aBits.out[31] * bBits.out[31];',
    'signal bothSigns <-- 0;',
    comesTo(OP.ltS, MINUS_ONE, MINUS_ONE, 2),
  ],
  moreWhere('signal flip <== notLess * otherSigns;', OP.ltS, comesTo(OP.ltS, 3, 5, 3)),
]);

const result = rows('result', 'Step', [
  moreWhere('signal cLow <== (f[1] + f[2] + f[3] + f[7]) * low;', OP.add, oneMore(OP.add, 3, 5)),
  moreWhere('signal cHigh <== (f[8] + f[9] + f[24]) * high;', OP.mulHU, oneMore(OP.mulHU, MINUS_ONE, 5)),
  moreWhere('signal cOr <== (f[5] + f[6]) * (a + b);', OP.or, oneMore(OP.or, 3, 5)),
  moreWhere('signal cAnd <== (f[4] - f[5] - 2 * f[6]) * and;', OP.and, oneMore(OP.and, 3, 5)),
  moreWhere('signal cMove <== (f[14] + f[16] + f[17]) * b;', OP.mov, oneMore(OP.mov, 3, 5)),
  moreWhere('signal cLess <== f[10] * (1 - notLess);', OP.ltU, oneMore(OP.ltU, 5, 3)),
  moreWhere('signal cLessSigned <== f[11] * (1 - notLessSigned);', OP.ltS, oneMore(OP.ltS, 5, 3)),
  moreWhere('signal cEqual <== (f[12] - f[13]) * zero.out;', OP.eq, oneMore(OP.eq, 3, 5)),
  moreWhere('signal cUpper <== f[15] * (x * 65536);', OP.lui, oneMore(OP.lui, 3, 5)),
  ['signal negative <== f[9] * aBits.out[31];', 'signal negative <-- f[9];', comesTo(OP.shrS, 8, 1, 4 + 2 ** 31)],
  moreWhere('signal cSign <== negative * (SH - byRight);', OP.shrS, oneMore(OP.shrS, 8, 1)),
  moreWhere('signal cQuotient <== f[21] * q;', OP.divU, oneMore(OP.divU, 17, 5)),
  moreWhere('signal cRest <== f[22] * r;', OP.remU, oneMore(OP.remU, 17, 5)),
  moreWhere(
    'c <== cLow + cHigh + cOr + cAnd + cMove + cLess + cLessSigned + cEqual + f[13] + cUpper + cSign + cQuotient + cRest;',
    OP.add,
    oneMore(OP.add, 3, 5),
  ),
]);

export const operationRemovals: readonly Removal[] = [
  ...product,
  ...zero,
  ...division,
  ...sum,
  ...bitwise,
  ...compare,
  ...result,
];
