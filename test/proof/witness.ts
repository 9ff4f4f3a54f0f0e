// Witnesses of the small circuit, and whether they satisfy the constraints that the key was made from.

import { readFileSync } from 'node:fs';
import { type ConstraintSystem, readConstraintSystem } from '../../core/proof/groth16/constraint-system.ts';
import { calculatorIn, satisfies } from '../circom-witness.ts';
import { testWorkshop } from './keys.ts';

const { folder, constraints } = testWorkshop();

let calculator: ReturnType<typeof calculatorIn> | undefined;

/** Rejects if the inputs contradict the circuit. */
export async function witnessOf(inputs: unknown): Promise<readonly bigint[]> {
  calculator ??= calculatorIn(folder);
  return await (await calculator)(inputs);
}

export const system: ConstraintSystem = readConstraintSystem(readFileSync(constraints));

export const satisfied = (values: readonly bigint[]): boolean => satisfies(system, values);
