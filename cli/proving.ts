// What scenarios need whose proofs are real: keys, made now if there are none, and processes to prove with.

import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { type Result, success } from '../core/foundation/index.ts';
import type { ExperimentOptions } from '../sim/experiment/index.ts';
import type { ResolvedScenario } from '../sim/scenario/index.ts';
import type { Terminal } from './terminal.ts';

/** Nothing for all other scenarios. `workers`: each proves with its share of the processors. */
export async function provingFor(
  { cells }: ResolvedScenario,
  workers: number,
  terminal: Terminal,
): Promise<Result<Pick<ExperimentOptions, 'proving'>>> {
  const proven = cells.filter(({ fidelity }) => fidelity.proof !== undefined);
  const circuits = new Set(proven.map(({ verification }) => String(verification.parameters['circuit'])));
  if (circuits.size === 0) return success({});
  const [{ shapeOf, workshopFor }, { make }, { isReady }] = await Promise.all([
    import('./proof-flags.ts'),
    import('./proof-setup.ts'),
    import('../core/proof/index.ts'),
  ]);
  let cache = '';
  for (const circuit of circuits) {
    const shape = shapeOf({ circuit });
    if (!shape.ok) return shape;
    const workshop = workshopFor({}, shape.value, terminal);
    if (!workshop.ok) return workshop;
    const made = isReady(workshop.value) ? success(undefined) : await make(workshop.value, terminal);
    if (!made.ok) return made;
    cache = dirname(workshop.value.folder);
  }
  return success({ proving: { cache, provers: Math.max(1, Math.floor(availableParallelism() / workers)) } });
}
