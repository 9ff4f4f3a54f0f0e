pragma circom 2.1.6;
// Poseidon as circomlib has it, computed and not constrained: in a fraction of the time that it takes to compile. For
// circuits that are only asked what else of them holds.
include "poseidon_constants.circom";

function fifth(x) {
  return x * x * x * x * x;
}

template PoseidonEx(nInputs, nOuts) {
  signal input inputs[nInputs];
  signal input initialState;
  signal output out[nOuts];
  var PARTIAL[16] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
  var t = nInputs + 1;
  var partial = PARTIAL[t - 2];
  var C[8 * t + partial] = POSEIDON_C(t);
  var S[partial * (2 * t - 1)] = POSEIDON_S(t);
  var M[t][t] = POSEIDON_M(t);
  var P[t][t] = POSEIDON_P(t);
  var state[t];
  var mixed[t];
  state[0] = initialState + C[0];
  for (var j = 1; j < t; j++) state[j] = inputs[j - 1] + C[j];
  for (var r = 0; r < 4; r++) {
    for (var j = 0; j < t; j++) state[j] = fifth(state[j]) + C[(r + 1) * t + j];
    for (var i = 0; i < t; i++) {
      mixed[i] = 0;
      for (var j = 0; j < t; j++) mixed[i] += (r < 3 ? M[j][i] : P[j][i]) * state[j];
    }
    for (var i = 0; i < t; i++) state[i] = mixed[i];
  }
  for (var r = 0; r < partial; r++) {
    state[0] = fifth(state[0]) + C[5 * t + r];
    mixed[0] = 0;
    for (var j = 0; j < t; j++) mixed[0] += S[(2 * t - 1) * r + j] * state[j];
    for (var j = 1; j < t; j++) state[j] += state[0] * S[(2 * t - 1) * r + t + j - 1];
    state[0] = mixed[0];
  }
  for (var r = 0; r < 4; r++) {
    for (var j = 0; j < t; j++) {
      state[j] = fifth(state[j]);
      if (r < 3) state[j] += C[5 * t + partial + r * t + j];
    }
    for (var i = 0; i < t; i++) {
      mixed[i] = 0;
      for (var j = 0; j < t; j++) mixed[i] += M[j][i] * state[j];
    }
    for (var i = 0; i < t; i++) state[i] = mixed[i];
  }
  for (var i = 0; i < nOuts; i++) out[i] <-- state[i];
}

template Poseidon(nInputs) {
  signal input inputs[nInputs];
  signal output out;
  component whole = PoseidonEx(nInputs, 1);
  whole.initialState <== 0;
  whole.inputs <== inputs;
  out <== whole.out[0];
}
