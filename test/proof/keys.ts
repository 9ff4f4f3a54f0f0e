// The small circuit and its keys, made once a machine: in a folder that `npm ci` leaves alone on a second run of the
// tests, and named by what decides the circuit.

import { randomBytes } from 'node:crypto';
import { circuitShapes, isReady, setUp, type Workshop, workshopOf } from '../../core/proof/index.ts';

export const testWorkshop = (): Workshop => workshopOf('node_modules/.cache/ambient-proofs', circuitShapes.test);

export default async function makeKeys(): Promise<void> {
  const workshop = testWorkshop();
  if (isReady(workshop)) return;
  const made = await setUp(workshop, {
    seed: randomBytes(32),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  if (!made.ok) throw new Error(made.failures[0]!.message);
}
