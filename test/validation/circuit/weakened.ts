// The segment circuit without one of its constraints, compiled, and what its own witness calculator makes of inputs.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConstraintSystem, readConstraintSystem } from '../../../core/proof/groth16/constraint-system.ts';
import { FIELD } from '../../../core/proof/groth16/field.ts';
import { mainOf } from '../../../core/proof/segments/circuit-shape.ts';
import { compile } from './compiler.ts';
import type { Inputs } from './forged-trace.ts';
import { type Removal, SHAPE, type Spare } from './removal.ts';

const require = createRequire(import.meta.url);
const CIRCUITS = fileURLToPath(new URL('../../../core/proof/circuits/', import.meta.url));
const LIBRARY = ['poseidon', 'poseidon_constants', 'bitify', 'comparators', 'binsum', 'aliascheck', 'compconstant'];
const libraryFile = (name: string): string =>
  join(dirname(require.resolve('circomlib/package.json')), 'circuits', `${name}.circom`);
const COMPUTED_HASH = fileURLToPath(new URL('./poseidon.circom', import.meta.url));

export const FILES = ['segment.circom', 'step.circom'] as const;
export const sourceOf = (file: Removal['file']): string => readFileSync(join(CIRCUITS, file), 'utf8');

/** Where a constraint stands in its file: it must be there once. */
export function placeOf({ file, within, text }: Removal | Spare): { readonly from: number; readonly until: number } {
  const source = sourceOf(file);
  const start = within === undefined ? 0 : source.indexOf(`${within}(`);
  const end = source.indexOf('\ntemplate ', start + 1);
  const part = source.slice(start, within === undefined || end < 0 ? undefined : end);
  const found = part.split(text).length - 1;
  if (start < 0 || found !== 1) throw new Error(`${file}: ${text} is there ${found} times`);
  const from = start + part.indexOf(text);
  return { from, until: from + text.length };
}

export interface Circuit {
  /** The challenge of a witness that satisfies every constraint; undefined if there is none. */
  challenge(inputs: Inputs): Promise<bigint | undefined>;
}

interface Calculator {
  calculateWitness(inputs: unknown, sanityCheck: number): Promise<bigint[]>;
}

/**
 * The whole circuit, or the one without a constraint, which has the hash of circomlib computed in place of constrained: a
 * witness that satisfies all else has the rest of the hashes', too.
 */
export async function compiled(removal?: Removal): Promise<Circuit> {
  const folder = mkdtempSync(join(tmpdir(), 'weakened-'));
  try {
    for (const name of LIBRARY) cpSync(libraryFile(name), join(folder, `${name}.circom`));
    for (const file of FILES) cpSync(join(CIRCUITS, file), join(folder, file));
    if (removal !== undefined) {
      const source = sourceOf(removal.file);
      const { from, until } = placeOf(removal);
      writeFileSync(join(folder, removal.file), source.slice(0, from) + removal.without + source.slice(until));
      cpSync(COMPUTED_HASH, join(folder, 'poseidon.circom'));
      writeFileSync(join(folder, CONSTANTS), fewerConstants(readFileSync(join(folder, CONSTANTS), 'utf8')));
    }
    writeFileSync(join(folder, 'main.circom'), mainOf(SHAPE));
    await compile(folder);
    return await load(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CONSTANTS = 'poseidon_constants.circom';
/** One more than the inputs of a hash, of every number that our circuits have. */
const WIDTHS = [3, 5, 6, 17];

/** Without the constants of all other widths, which take the compiler longer to read than all else. */
const fewerConstants = (text: string): string =>
  text.replaceAll(
    /(if \(t *== *(\d+)\)\s*\{\s*return\s*)(\[[^;]*\]);/g,
    (whole, before: string, width, list: string) =>
      WIDTHS.includes(Number(width)) ? whole : `${before}${/^\[\s*\[/.test(list) ? '[[0]]' : '[0]'};`,
  );

async function load(folder: string): Promise<Circuit> {
  const builder = require(join(folder, 'main_js', 'witness_calculator.js')) as (code: Buffer) => Promise<Calculator>;
  const calculator = await builder(readFileSync(join(folder, 'main_js', 'main.wasm')));
  const system = readConstraintSystem(readFileSync(join(folder, 'main.r1cs')));
  const g = challengeWire(readFileSync(join(folder, 'main.sym'), 'utf8'));
  return {
    challenge: async (inputs) => {
      const values = await calculator.calculateWitness(inputs, 0).catch((error: unknown) => {
        if (error instanceof Error && /Assert Failed/.test(error.message)) return undefined;
        throw error;
      });
      if (values === undefined || !satisfies(system, values)) return undefined;
      return values[g]!;
    },
  };
}

/** Names of the challenge, one of which the compiler keeps. */
const CHALLENGE = ['main.g', 'main.challenge.out[0]', 'main.challenge.mixLast[0].out'];

/** Lines are label, wire, component, name; a name that is no wire of its own has wire -1. */
function challengeWire(symbols: string): number {
  for (const line of symbols.split('\n')) {
    const [, wire, , name] = line.split(',');
    if (name !== undefined && CHALLENGE.includes(name) && Number(wire) > 0) return Number(wire);
  }
  throw new Error('the challenge is no wire');
}

const satisfies = ({ constraints }: ConstraintSystem, values: readonly bigint[]): boolean =>
  constraints.every((constraint) => {
    const [a, b, c] = constraint.map(({ wires, coefficients }) =>
      wires.reduce((sum, wire, term) => sum + coefficients[term]! * values[wire]!, 0n),
    );
    return (a! * b! - c!) % FIELD === 0n;
  });
