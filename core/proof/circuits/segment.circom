pragma circom 2.1.6;
// One segment: N steps of a program from one state to the next. Registers are hashed whole; memory and program are
// 4-ary Poseidon trees over pages of 16 words, of depth D and E, of which K and C pages are opened. Memory is checked
// offline (Blum et al. 1994), fetches by a logarithmic derivative (Haboeck 2022); both challenges come from a Poseidon
// transcript of everything that the prover chose.
include "poseidon.circom";
include "step.circom";

function bitsOf(n) {
  var k = 0;
  while ((1 << k) < n) k++;
  return k;
}

// The element of a sequence of reads or writes: g - address - v value - t time.
template Access() {
  signal input g;
  signal input v;
  signal input address;
  signal input value;
  signal input timeTerm;
  signal output out;
  signal valueTerm <== v * value;
  out <== g - address - valueTerm - timeTerm;
}

// A page in a tree, and the root once the page is another one.
template PageSlot(D) {
  signal input root;
  signal input index;
  signal input before[16];
  signal input after[16];
  signal input children[D][4];
  signal output rootAfter;
  component leafBefore = Poseidon(16);
  leafBefore.inputs <== before;
  component leafAfter = Poseidon(16);
  leafAfter.inputs <== after;
  component bits = Num2Bits(2 * D);
  bits.in <== index;
  component up[D];
  component upAfter[D];
  signal both[D];
  signal own[D][4];
  signal swap[D][4];
  signal here[D + 1];
  signal hereAfter[D + 1];
  here[0] <== leafBefore.out;
  hereAfter[0] <== leafAfter.out;
  for (var l = 0; l < D; l++) {
    var b0 = bits.out[2 * l];
    var b1 = bits.out[2 * l + 1];
    both[l] <== b0 * b1;
    var which[4] = [1 - b0 - b1 + both[l], b0 - both[l], b1 - both[l], both[l]];
    up[l] = Poseidon(4);
    upAfter[l] = Poseidon(4);
    var mine = 0;
    for (var p = 0; p < 4; p++) {
      own[l][p] <== which[p] * children[l][p];
      mine += own[l][p];
      swap[l][p] <== which[p] * (hereAfter[l] - here[l]);
      up[l].inputs[p] <== children[l][p];
      upAfter[l].inputs[p] <== children[l][p] + swap[l][p];
    }
    mine === here[l];
    here[l + 1] <== up[l].out;
    hereAfter[l + 1] <== upAfter[l].out;
  }
  here[D] === root;
  rootAfter <== hereAfter[D];
}

// A page in a tree.
template PageOf(D) {
  signal input root;
  signal input index;
  signal input words[16];
  signal input children[D][4];
  component leaf = Poseidon(16);
  leaf.inputs <== words;
  component bits = Num2Bits(2 * D);
  bits.in <== index;
  component up[D];
  signal both[D];
  signal own[D][4];
  signal here[D + 1];
  here[0] <== leaf.out;
  for (var l = 0; l < D; l++) {
    var b0 = bits.out[2 * l];
    var b1 = bits.out[2 * l + 1];
    both[l] <== b0 * b1;
    var which[4] = [1 - b0 - b1 + both[l], b0 - both[l], b1 - both[l], both[l]];
    up[l] = Poseidon(4);
    var mine = 0;
    for (var p = 0; p < 4; p++) {
      own[l][p] <== which[p] * children[l][p];
      mine += own[l][p];
      up[l].inputs[p] <== children[l][p];
    }
    mine === here[l];
    here[l + 1] <== up[l].out;
  }
  here[D] === root;
}

template State(R) {
  signal input pc;
  signal input registers[R];
  signal input root;
  signal input gas;
  signal output out;
  component parts[R \ 16];
  component top = Poseidon(R \ 16 + 3);
  top.inputs[0] <== pc;
  top.inputs[1] <== root;
  top.inputs[2] <== gas;
  for (var j = 0; j < R \ 16; j++) {
    parts[j] = Poseidon(16);
    for (var i = 0; i < 16; i++) parts[j].inputs[i] <== registers[16 * j + i];
    top.inputs[j + 3] <== parts[j].out;
  }
  out <== top.out;
}

// Poseidon(16), chained: 15 elements a call, the first of which is preceded by their count.
template Transcript(M) {
  signal input in[M];
  signal output out;
  var calls = (M + 14) \ 15;
  component hash[calls];
  for (var j = 0; j < calls; j++) {
    hash[j] = Poseidon(16);
    if (j == 0) hash[j].inputs[0] <== M;
    else hash[j].inputs[0] <== hash[j - 1].out;
    for (var i = 0; i < 15; i++) {
      if (15 * j + i < M) hash[j].inputs[i + 1] <== in[15 * j + i];
      else hash[j].inputs[i + 1] <== 0;
    }
  }
  out <== hash[calls - 1].out;
}

template Segment(N, D, K, E, C) {
  var R = 32;
  var OPS = 25;
  var S = R + 16 * K;
  var P = 16 * C;
  var TB = bitsOf(3 * N + 1);
  var MB = bitsOf(N + 1);
  // Public: whose proof for which task it is, what runs, on what, to what, from which state to which, in how many steps.
  signal input tag;
  signal input program;
  signal input taskInput;
  signal input taskOutput;
  signal input stateIn;
  signal input stateOut;
  signal input steps;
  signal input pc0;
  signal input gas0;
  signal input memoryRoot;
  signal input m0[S];
  signal input mF[S];
  signal input tF[S];
  signal input page[K];
  signal input children[K][D][4];
  signal input code[P];
  signal input uses[P];
  signal input codePage[C];
  signal input codeChildren[C][E][4];
  signal input live[N];
  signal input f[N][OPS];
  signal input imm[N];
  signal input rs1[N];
  signal input rd[N];
  signal input x[N];
  signal input gas[N];
  signal input a[N];
  signal input b[N];
  signal input q[N];
  signal input vOld[N];
  signal input dA[N];
  signal input dB[N];
  signal input dC[N];

  component step[N];
  signal pc[N + 1];
  pc[0] <== pc0;
  var taken = 0;
  var spent = gas0;
  for (var i = 0; i < N; i++) {
    step[i] = Step(R, TB);
    step[i].live <== live[i];
    step[i].pc <== pc[i];
    step[i].f <== f[i];
    step[i].imm <== imm[i];
    step[i].rs1 <== rs1[i];
    step[i].rd <== rd[i];
    step[i].x <== x[i];
    step[i].gas <== gas[i];
    step[i].a <== a[i];
    step[i].b <== b[i];
    step[i].q <== q[i];
    step[i].vOld <== vOld[i];
    step[i].dA <== dA[i];
    step[i].dB <== dB[i];
    step[i].dC <== dC[i];
    pc[i + 1] <== step[i].pcNext;
    taken += 1 - step[i].halted;
    spent += gas[i];
  }
  steps === taken;

  // Pages of memory, each at most once: their numbers rise. group: pages
  component slot[K];
  component rises[K];
  signal root[K + 1];
  root[0] <== memoryRoot;
  var pages = 0;
  for (var k = 0; k < K; k++) {
    slot[k] = PageSlot(D);
    slot[k].root <== root[k];
    slot[k].index <== page[k];
    slot[k].children <== children[k];
    for (var j = 0; j < 16; j++) {
      slot[k].before[j] <== m0[R + 16 * k + j];
      slot[k].after[j] <== mF[R + 16 * k + j];
    }
    root[k + 1] <== slot[k].rootAfter;
    pages += page[k] * (1 << (2 * D * k));
    if (k > 0) {
      rises[k] = Num2Bits(2 * D);
      rises[k].in <== page[k] - page[k - 1] - 1;
    }
  }

  // Pages of the program, the same. group: code
  component opened[C];
  component codeRises[C];
  var codePages = 0;
  for (var k = 0; k < C; k++) {
    opened[k] = PageOf(E);
    opened[k].root <== program;
    opened[k].index <== codePage[k];
    opened[k].children <== codeChildren[k];
    for (var j = 0; j < 16; j++) opened[k].words[j] <== code[16 * k + j];
    codePages += codePage[k] * (1 << (2 * E * k));
    if (k > 0) {
      codeRises[k] = Num2Bits(2 * E);
      codeRises[k].in <== codePage[k] - codePage[k - 1] - 1;
    }
  }

  // group: states
  component before = State(R);
  component after = State(R);
  before.pc <== pc0;
  before.root <== memoryRoot;
  before.gas <== gas0;
  after.pc <== pc[N];
  after.root <== root[K];
  after.gas <== spent;
  for (var j = 0; j < R; j++) {
    before.registers[j] <== m0[j];
    after.registers[j] <== mF[j];
  }
  before.out === stateIn;
  after.out === stateOut;

  // Each step is one element, with as many times and uses as there is room for beside it. Contents of pages and
  // registers are bound by states, program and the numbers of the pages. group: transcript
  component tBits[S];
  component uBits[P];
  var room = (253 - 177 - 3 * TB) \ TB;
  component transcript = Transcript(N + 8);
  for (var i = 0; i < N; i++) {
    var all = step[i].record;
    for (var k = 0; k < room; k++) {
      var item = i * room + k;
      var at = 1 << (177 + (3 + k) * TB);
      if (item < S) {
        tBits[item] = Num2Bits(TB);
        tBits[item].in <== tF[item];
        all += tF[item] * at;
      } else if (item < S + P) {
        uBits[item - S] = Num2Bits(MB);
        uBits[item - S].in <== uses[item - S];
        all += uses[item - S] * at;
      }
    }
    transcript.in[i] <== all;
  }
  assert(N * room >= S + P);
  assert(2 * D * K <= 253 && 2 * E * C <= 253);
  transcript.in[N] <== tag;
  transcript.in[N + 1] <== program;
  transcript.in[N + 2] <== taskInput;
  transcript.in[N + 3] <== taskOutput;
  transcript.in[N + 4] <== stateIn;
  transcript.in[N + 5] <== stateOut;
  transcript.in[N + 6] <== pages;
  transcript.in[N + 7] <== codePages;
  component challenge = PoseidonEx(2, 2);
  challenge.initialState <== 0;
  challenge.inputs[0] <== transcript.out;
  challenge.inputs[1] <== N + 8;
  signal g <== challenge.out[0];
  signal v <== challenge.out[1];
  signal t <== v * v;

  // What was read is what was written, at each place and in this order. A step reads at 3i and 3i + 1 and writes at
  // 3i + 2; an access replaces the element that it finds by one of its own time, which is later. group: memory
  signal reads[N + S + 1];
  signal writes[N + S + 1];
  reads[0] <== 1;
  writes[0] <== 1;
  component readA[N];
  signal writeA[N];
  component readB[N];
  signal readsB[N];
  signal writesB[N];
  component readC[N];
  component writeC[N];
  signal ageA[N];
  signal ageB[N];
  signal ageC[N];
  signal reads1[N];
  signal reads2[N];
  signal writes1[N];
  signal writes2[N];
  // group: fetch
  signal wordTerm[N];
  signal fetched[N];
  var balance = 0;
  for (var i = 0; i < N; i++) {
    var now = t * (3 * i);
    ageA[i] <== t * dA[i];
    ageB[i] <== t * dB[i];
    ageC[i] <== t * dC[i];
    readA[i] = Access();
    readA[i].g <== g;
    readA[i].v <== v;
    readA[i].address <== rs1[i];
    readA[i].value <== a[i];
    readA[i].timeTerm <== now - ageA[i];
    readB[i] = Access();
    readB[i].g <== g;
    readB[i].v <== v;
    readB[i].address <== step[i].addressB;
    readB[i].value <== b[i];
    readB[i].timeTerm <== now + t - ageB[i];
    readC[i] = Access();
    readC[i].g <== g;
    readC[i].v <== v;
    readC[i].address <== step[i].addressC;
    readC[i].value <== vOld[i];
    readC[i].timeTerm <== now + 2 * t - ageC[i];
    writeC[i] = Access();
    writeC[i].g <== g;
    writeC[i].v <== v;
    writeC[i].address <== step[i].addressC;
    writeC[i].value <== step[i].c;
    writeC[i].timeTerm <== now + 3 * t;
    // An immediate is not read from anywhere.
    readsB[i] <== (1 - imm[i]) * (readB[i].out - 1);
    writesB[i] <== (1 - imm[i]) * (readB[i].out - ageB[i] - t - 1);
    reads1[i] <== reads[i] * readA[i].out;
    reads2[i] <== reads1[i] * (readsB[i] + 1);
    reads[i + 1] <== reads2[i] * readC[i].out;
    writeA[i] <== readA[i].out - ageA[i] - t;
    writes1[i] <== writes[i] * writeA[i];
    writes2[i] <== writes1[i] * (writesB[i] + 1);
    writes[i + 1] <== writes2[i] * writeC[i].out;

    wordTerm[i] <== v * step[i].word;
    fetched[i] <-- live[i] / (g - pc[i] - wordTerm[i]);
    fetched[i] * (g - pc[i] - wordTerm[i]) === live[i];
    balance += fetched[i];
  }
  component first[S];
  component last[S];
  signal lastTime[S];
  for (var j = 0; j < S; j++) {
    var address = j;
    if (j >= R) address = R + 16 * page[(j - R) \ 16] + ((j - R) % 16);
    lastTime[j] <== t * tF[j];
    first[j] = Access();
    first[j].g <== g;
    first[j].v <== v;
    first[j].address <== address;
    first[j].value <== m0[j];
    first[j].timeTerm <== 0;
    last[j] = Access();
    last[j].g <== g;
    last[j].v <== v;
    last[j].address <== address;
    last[j].value <== mF[j];
    last[j].timeTerm <== lastTime[j];
    writes[N + j + 1] <== writes[N + j] * first[j].out;
    reads[N + j + 1] <== reads[N + j] * last[j].out;
  }
  reads[N + S] === writes[N + S];

  signal codeTerm[P];
  signal share[P];
  for (var j = 0; j < P; j++) {
    codeTerm[j] <== v * code[j];
    var place = 16 * codePage[j \ 16] + (j % 16);
    share[j] <-- uses[j] / (g - place - codeTerm[j]);
    share[j] * (g - place - codeTerm[j]) === uses[j];
    balance -= share[j];
  }
  balance === 0;
}
