// A worker whose runs misbehave as their cell's name says.

import { assert } from '../../../core/foundation/index.ts';
import { serve } from '../../../sim/experiment/serve.ts';
import { RunFault } from '../../../sim/world/index.ts';
import { gateOf, runOf } from './fixture.ts';

serve(async (cell, seed, options) => {
  if (cell.id === 'gated') passGate(gateOf(cell), seed);
  if (cell.id === 'endless') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (cell.id === 'spinning') for (;;) if (seed < 0) break;
  if (cell.id === 'bug') assert(seed === 1, 'a seed is one', { seed });
  if (cell.id === 'fault') throw new RunFault([{ code: 'strategy-choice', message: 'bad choice' }]);
  if (cell.id === 'exit') process.exit(9);
  if (cell.id === 'dangling') void Promise.reject(new Error('nobody waits for this'));
  if (cell.id === 'hungry') await eat();
  console.log('a word of the strategy');
  const series = options.series === true ? { series: new Float64Array([seed, Number.NaN]) } : {};
  return { result: runOf(seed, { 'latency.mean': seed * 10 }), ...series };
});

/** The first waits until the third has begun, which is after the second has been reported. */
function passGate(gate: Int32Array, seed: number): void {
  if (seed === 1) Atomics.wait(gate, 0, 0);
  if (seed < 3) return;
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
}

async function eat(): Promise<void> {
  const food: number[][] = [];
  for (;;) {
    food.push(Array.from({ length: 1_000_000 }, (_, index) => index + food.length / 2));
    if (food.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
