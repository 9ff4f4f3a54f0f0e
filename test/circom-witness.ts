// Witnesses as circom's own calculator makes them, and whether they satisfy the constraints of their circuit.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { ConstraintSystem, LinearCombination } from '../core/proof/groth16/constraint-system.ts';
import { FIELD } from '../core/proof/groth16/field.ts';

interface Calculator {
  calculateWitness(inputs: unknown, sanityCheck: number): Promise<bigint[]>;
}
type Builder = (code: Buffer, options: { readonly sanityCheck: boolean }) => Promise<Calculator>;

/** Of the circuit that was compiled into this folder. It rejects inputs that contradict the circuit. */
export async function calculatorIn(folder: string): Promise<(inputs: unknown) => Promise<bigint[]>> {
  const builder = createRequire(import.meta.url)(resolve(folder, 'main_js/witness_calculator.js')) as Builder;
  const calculator = await builder(readFileSync(join(folder, 'main_js/main.wasm')), { sanityCheck: true });
  return (inputs) => calculator.calculateWitness(inputs, 0);
}

const valueOf = ({ wires, coefficients }: LinearCombination, values: readonly bigint[]): bigint =>
  wires.reduce((sum, wire, term) => sum + coefficients[term]! * values[wire]!, 0n) % FIELD;

export const holds = (constraint: ConstraintSystem['constraints'][number], values: readonly bigint[]): boolean => {
  const [a, b, c] = constraint.map((part) => valueOf(part, values));
  return (a! * b! - c!) % FIELD === 0n;
};

export const satisfies = ({ constraints }: ConstraintSystem, values: readonly bigint[]): boolean =>
  constraints.every((constraint) => holds(constraint, values));
