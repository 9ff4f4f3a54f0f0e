// Pegs of all kinds, whose keepers and depositors cheat while the chain is reorganised, censored, dear and out of reach.
// No functionary colludes, so every invariant holds.

import { openStream } from '../../sim/kernel/index.ts';
import type { Swarm } from './swarm.ts';

const FEDERATIONS = [
  [1, 1],
  [5, 4],
  [15, 11],
] as const;
const KEEPERS = ['[]', '[]', '[wrong-amount]', '[pays-twice]'];
const DEPOSITORS = ['[]', '[]', '[double-claim]', '[takes-back]', '[double-claim, takes-back]'];

function settingsOf(number: number): string[] {
  const random = openStream(number, 'peg-swarm');
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const has = (chance: number): boolean => random.uniform() < chance;
  const [functionaries, threshold] = pick(FEDERATIONS);
  const peg: Record<string, string | number> = {
    functionaries,
    threshold,
    confirmations: pick([1, 2, 3, 6, 12]),
    final: pick([1, 3, 6, 12]),
    every: pick(['5 min', '20 min', '60 min', '6 h']),
    depositors: pick([1, 3, 8]),
    gap: pick(['1 s', '10 min', '60 min']),
    refresh: pick([5, 12, 2_016]),
    silent: functionaries === 1 ? 0 : pick([0, 1]),
    keeper: pick(KEEPERS),
    depositor: pick(DEPOSITORS),
    deposit: pick(['0.00101 tokens', '1 token', '60 tokens']),
    float: pick(['0.00001 tokens', '0.1 tokens', '75 tokens']),
    ...(has(0.3) && { large: '1 token', delay: '6 h' }),
  };
  const settings = Object.entries(peg).map(([key, value]) => `settlement.peg.${key}=${value}`);
  const depth = pick([0, 0, 1, 3, 6]);
  if (depth > 0) settings.push(`settlement.reorg=[{ at: ${pick(['40 min', '65 min', '150 min'])}, depth: ${depth} }]`);
  if (has(0.3)) settings.push('settlement.censor=[{ at: 20 min, for: 50 min }]');
  if (has(0.3)) settings.push('settlement.outage=[{ at: 40 min, for: 30 min }]');
  if (has(0.3)) settings.push('settlement.fees={ median: 8 sat/vB, p99: 200 sat/vB }');
  if (has(0.3)) settings.push('settlement.forks={ rate: 0.3, deeper: 0.3 }');
  return settings;
}

export const pegSwarm: Swarm = { name: 'pegs', file: 'peg-swarm.yaml', tasks: 400, settingsOf };
