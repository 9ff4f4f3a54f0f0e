// Poseidon over the scalar field of BN254 (Grassi et al., 2021), with the parameters of circomlib, as the circuit
// computes it.

import { poseidon4 } from 'poseidon-lite/poseidon4';
import { poseidon5 } from 'poseidon-lite/poseidon5';
import { poseidon16 } from 'poseidon-lite/poseidon16';

/** Of the 16 words of a page, each below 2^48. */
export const hashWords = (words: readonly number[]): bigint => poseidon16(words.map(BigInt));

/** Of four nodes of a tree. */
export const hashNodes = (nodes: readonly bigint[]): bigint => poseidon4([...nodes]);

/** Of what a state is made of: program counter, memory, gas, and the registers by halves. */
export const hashState = (parts: readonly bigint[]): bigint => poseidon5([...parts]);
