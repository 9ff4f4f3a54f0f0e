// The segment circuit without one of its constraints, compiled, and what its own witness calculator makes of inputs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConstraintSystem } from '../../../core/proof/groth16/constraint-system.ts';
import { circuitSource, OWN } from '../../../core/proof/keys/circuit-source.ts';
import { mainOf } from '../../../core/proof/segments/circuit-shape.ts';
import { calculatorIn, satisfies } from '../../circom-witness.ts';
import { compile } from './compiler.ts';
import type { Inputs } from './forged-trace.ts';
import type { Place, Removal } from './removal.ts';
import { SHAPE } from './shape.ts';

const source = circuitSource();

/** The texts that constraints are taken out of. */
export const ownSource: readonly (readonly [file: string, text: string])[] = OWN.map((file) => [
  file,
  source.get(file)!,
]);

/** Where a constraint is in its file: it must be in its template once. */
export function placeOf({ template, text }: Place) {
  for (const [file, whole] of ownSource) {
    const start = whole.indexOf(`template ${template}(`);
    if (start < 0) continue;
    const end = whole.indexOf('\ntemplate ', start);
    const parts = whole.slice(start, end < 0 ? undefined : end).split(text);
    if (parts.length !== 2) throw new Error(`${template}: ${text} is there ${parts.length - 1} times`);
    const from = start + parts[0]!.length;
    return { file, from, until: from + text.length };
  }
  throw new Error(`there is no template ${template}`);
}

export interface Circuit {
  /** The challenge of a witness that satisfies every constraint; undefined if there is none. */
  challenge(inputs: Inputs): Promise<bigint | undefined>;
}

/** The whole circuit, or the one without a constraint. */
export async function compiled(removal?: Removal): Promise<Circuit> {
  const folder = mkdtempSync(join(tmpdir(), 'weakened-'));
  try {
    const texts = removal === undefined ? source : without(removal);
    for (const [name, text] of texts) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'main.circom'), mainOf(SHAPE));
    await compile(folder);
    return await load(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * To save time it has the hash of circomlib computed in place of constrained: a witness that satisfies all else has the
 * rest of the hashes', too.
 */
function without(removal: Removal): ReadonlyMap<string, string> {
  const { file, from, until } = placeOf(removal);
  const text = source.get(file)!;
  return new Map([
    ...source,
    [file, text.slice(0, from) + removal.without + text.slice(until)],
    ['poseidon.circom', readFileSync(new URL('./poseidon.circom', import.meta.url), 'utf8')],
    ['poseidon_constants.circom', fewerConstants(source.get('poseidon_constants.circom')!)],
  ]);
}

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
  const witnessOf = await calculatorIn(folder);
  const system = readConstraintSystem(readFileSync(join(folder, 'main.r1cs')));
  const g = challengeWire(readFileSync(join(folder, 'main.sym'), 'utf8'));
  return {
    challenge: async (inputs) => {
      const values = await witnessOf(inputs).catch((error: unknown) => {
        if (error instanceof Error && /Assert Failed/.test(error.message)) return undefined;
        throw error;
      });
      return values !== undefined && satisfies(system, values) ? values[g]! : undefined;
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
