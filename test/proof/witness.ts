// Witnesses of the small circuit as circom's own calculator makes them, and whether they satisfy the constraints that
// the key was made from.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import {
  type ConstraintSystem,
  type LinearCombination,
  readConstraintSystem,
} from '../../core/proof/groth16/constraint-system.ts';
import { FIELD } from '../../core/proof/groth16/field.ts';
import { testWorkshop } from './keys.ts';

interface Calculator {
  calculateWitness(inputs: unknown, sanityCheck: number): Promise<bigint[]>;
}
type Builder = (code: Buffer, options: { readonly sanityCheck: boolean }) => Promise<Calculator>;

const { folder, witness, constraints } = testWorkshop();

let calculator: Promise<Calculator> | undefined;

/** Rejects if the inputs contradict the circuit. */
export async function witnessOf(inputs: unknown): Promise<readonly bigint[]> {
  calculator ??= (createRequire(import.meta.url)(resolve(join(folder, 'main_js', 'witness_calculator.js'))) as Builder)(
    readFileSync(witness),
    { sanityCheck: true },
  );
  return await (await calculator).calculateWitness(inputs, 0);
}

export const system: ConstraintSystem = readConstraintSystem(readFileSync(constraints));

const valueOf = ({ wires, coefficients }: LinearCombination, values: readonly bigint[]): bigint =>
  wires.reduce((sum, wire, term) => sum + coefficients[term]! * values[wire]!, 0n) % FIELD;

export const holds = (constraint: ConstraintSystem['constraints'][number], values: readonly bigint[]): boolean => {
  const [a, b, c] = constraint.map((part) => valueOf(part, values));
  return (a! * b! - c!) % FIELD === 0n;
};

export const satisfied = (values: readonly bigint[]): boolean =>
  system.constraints.every((constraint) => holds(constraint, values));
