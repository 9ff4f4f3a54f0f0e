pragma circom 2.1.6;
// One step of the register machine of core/proof/machine, without its memory: what an instruction makes of
// its two operands, where it writes, and where the program goes on. Every input is the prover's to choose: each is bound
// by a range check here, and by the arguments of segment.circom that come after the challenge.
include "bitify.circom";
include "comparators.circom";

// Exactly one of K is 1.
template OneHot(K) {
  signal input f[K];
  var sum = 0;
  for (var i = 0; i < K; i++) {
    f[i] * (1 - f[i]) === 0;
    sum += f[i];
  }
  sum === 1;
}

// 2^(b mod 32) and 2^(32 - b mod 32), from the bits of b.
template Powers() {
  signal input bits[32];
  signal output left;
  signal output right;
  signal l[5];
  signal r[5];
  l[0] <== 1 + bits[0];
  r[0] <== 2 * (2 - bits[0]);
  for (var i = 1; i < 5; i++) {
    l[i] <== l[i - 1] * (1 + bits[i] * ((1 << (1 << i)) - 1));
    r[i] <== r[i - 1] * (1 + (1 - bits[i]) * ((1 << (1 << i)) - 1));
  }
  left <== l[4];
  right <== r[4];
}

// R registers are the addresses below R; the words of memory follow. TB: bits of a difference of times.
template Step(R, TB) {
  var K = 25;
  var SH = 4294967296;
  signal input live;
  signal input pc;
  signal input f[K];
  signal input imm;
  signal input rs1;
  signal input rd;
  signal input x;
  signal input gas;
  signal input a;
  signal input b;
  signal input q;
  signal input vOld;
  signal input dA;
  signal input dB;
  signal input dC;
  signal output pcNext;
  signal output word;
  signal output c;
  signal output addressB;
  signal output addressC;
  signal output record;
  signal output halted;

  // What the prover chose, each within its range. group: ranges
  component hot = OneHot(K);
  hot.f <== f;
  imm * (1 - imm) === 0;
  live * (1 - live) === 0;
  component rs1Bits = Num2Bits(5);
  rs1Bits.in <== rs1;
  component rdBits = Num2Bits(5);
  rdBits.in <== rd;
  component xBits = Num2Bits(16);
  xBits.in <== x;
  component gasBits = Num2Bits(10);
  gasBits.in <== gas;
  component aBits = Num2Bits(32);
  aBits.in <== a;
  component bBits = Num2Bits(32);
  bBits.in <== b;
  component qBits = Num2Bits(32);
  qBits.in <== q;
  component vBits = Num2Bits(32);
  vBits.in <== vOld;
  component daBits = Num2Bits(TB);
  daBits.in <== dA;
  component dbBits = Num2Bits(TB);
  dbBits.in <== dB;
  component dcBits = Num2Bits(TB);
  dcBits.in <== dC;

  var op = 0;
  for (var i = 0; i < K; i++) op += i * f[i];
  halted <== f[0];
  word <== op + 32 * imm + 64 * rs1 + 16384 * rd + 4194304 * x + (1 << 38) * gas;

  // A step that is not live does nothing: it is no instruction of the program, but `halt` with an immediate. group: idle
  (1 - live) * (word - 32) === 0;

  // An immediate is x with its sign. group: immediate
  imm * (b - x - xBits.out[15] * (SH - 65536)) === 0;

  var isMemory = f[16] + f[17];
  var isDivision = f[21] + f[22];

  // Products: of a and b, and of a and a power of two. group: product
  component powers = Powers();
  powers.bits <== bBits.out;
  signal byB <== (f[3] + f[24]) * b;
  signal byLeft <== f[7] * powers.left;
  signal byRight <== (f[8] + f[9]) * powers.right;
  signal product <== a * (byB + byLeft + byRight);

  // Equal operands; a branch asks whether a is zero, a division whether b is. group: zero
  signal branchB <== (f[19] + f[20]) * b;
  signal divisionB <== isDivision * (2 * b - a);
  component zero = IsZero();
  zero.in <== a - b + branchB + divisionB;

  // a = q b + r with r < b, or q = 2^32 - 1 and r = a if b is zero. group: division
  signal qb <== q * b;
  var r = a - qb;
  signal noBound <== zero.out * (b - 1 - r);
  signal byZero <== isDivision * zero.out;
  byZero * (q - (SH - 1)) === 0;
  signal xDivision <== isDivision * (r + SH * (b - 1 - r - noBound));

  // Of the sums only the one of the instruction is not zero; 64 bits hold each. group: sum
  signal offset <== isMemory * (x - b);
  signal xAdd <== (f[1] + isMemory) * (a + b + offset);
  signal xSubtract <== (f[2] + f[10] + f[11]) * (a - b + SH);
  component sum = Num2Bits(64);
  sum.in <== product + xAdd + xSubtract + xDivision;
  var low = 0;
  var high = 0;
  var place = 0;
  for (var i = 0; i < 32; i++) {
    low += sum.out[i] * (1 << i);
    high += sum.out[32 + i] * (1 << i);
  }
  for (var i = 2; i < 33; i++) place += sum.out[i] * (1 << (i - 2));
  isMemory * (sum.out[0] + sum.out[1]) === 0;
  isDivision * (low - r) === 0;

  // Bits in common. group: bitwise
  signal common[32];
  var and = 0;
  for (var i = 0; i < 32; i++) {
    common[i] <== aBits.out[i] * bBits.out[i];
    and += common[i] * (1 << i);
  }

  // a < b, unsigned and signed. group: compare
  var notLess = sum.out[32];
  signal bothSigns <== aBits.out[31] * bBits.out[31];
  var otherSigns = aBits.out[31] + bBits.out[31] - 2 * bothSigns;
  signal flip <== notLess * otherSigns;
  var notLessSigned = notLess + otherSigns - 2 * flip;

  // The result. group: result
  signal cLow <== (f[1] + f[2] + f[3] + f[7]) * low;
  signal cHigh <== (f[8] + f[9] + f[24]) * high;
  signal cOr <== (f[5] + f[6]) * (a + b);
  signal cAnd <== (f[4] - f[5] - 2 * f[6]) * and;
  signal cMove <== (f[14] + f[16] + f[17]) * b;
  signal cLess <== f[10] * (1 - notLess);
  signal cLessSigned <== f[11] * (1 - notLessSigned);
  signal cEqual <== (f[12] - f[13]) * zero.out;
  signal cUpper <== f[15] * (x * 65536);
  signal negative <== f[9] * aBits.out[31];
  signal cSign <== negative * (SH - byRight);
  signal cQuotient <== f[21] * q;
  signal cRest <== f[22] * r;
  c <== cLow + cHigh + cOr + cAnd + cMove + cLess + cLessSigned + cEqual + f[13] + cUpper + cSign + cQuotient + cRest;

  // Where the program goes on. group: control
  signal ifNotZero <== f[19] * (1 - zero.out);
  signal ifZero <== f[20] * zero.out;
  signal jump <== (f[18] + ifNotZero + ifZero) * (x - pc - 1);
  signal jumpTo <== f[23] * (a - pc - 1);
  pcNext <== pc + 1 - f[0] + jump + jumpTo;

  // A load reads its second operand from memory, a store from rd; a store writes to memory. group: addresses
  signal loadFrom <== f[16] * (place + R - x);
  signal storeFrom <== f[17] * (rd - x);
  addressB <== x + loadFrom + storeFrom;
  signal storeTo <== f[17] * (place + R - rd);
  addressC <== rd + storeTo;

  // Every choice in one number of 177 + 3 TB bits, for the transcript.
  var at = 2;
  var all = live + word * at;
  at = at * (1 << 48);
  all += a * at;
  at = at * SH;
  all += b * at;
  at = at * SH;
  all += q * at;
  at = at * SH;
  all += vOld * at;
  at = at * SH;
  all += dA * at;
  at = at * (1 << TB);
  all += dB * at;
  at = at * (1 << TB);
  all += dC * at;
  record <== all;
}
