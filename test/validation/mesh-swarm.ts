// Small meshes in which nodes crash, leave and come back.

import { strategies } from '../../core/scheduling/index.ts';
import { openStream, type Stream } from '../../sim/kernel/index.ts';
import type { Swarm } from './swarm.ts';

/** Each draws its own subset of all that could go wrong. */
function settingsOf(number: number): string[] {
  const random = openStream(number, 'swarm');
  const nodes = 1 + random.below(10);
  const has = (chance: number): boolean => random.uniform() < chance;
  const settings = [
    `nodes.server.count=${nodes}`,
    `devices.server.slots=${1 + random.below(3)}`,
    `scheduling=${strategies[random.below(strategies.length)]!.name}`,
    `recovery=${has(0.5) ? 'requeue' : 'lose'}`,
    `workload.jobs.work.copies=${has(0.5) ? 'shared' : 'independent'}`,
    `workload.jobs.arrivals=${arrivals(random, nodes)}`,
  ];
  if (has(0.3)) settings.push('workload.jobs.work.time={ empirical: [0 s, 1 s, 2 s] }');
  if (has(0.5))
    settings.push(`network={ latency: ${5 * random.below(10)} ms, jitter: 3 ms, loss: ${random.below(6)} % }`);
  if (has(0.3)) settings.push(`workload.jobs.expires=${5 + random.below(60)} s`);
  if (has(0.3)) settings.push(`breaker.peers=${1 + random.below(3)}`);
  if (has(0.2)) settings.push(`liveness.attempts=${1 + random.below(3)}`);
  if (has(0.4)) {
    const up = `{ exponential: { mean: ${10 + random.below(60)} s } }`;
    settings.push(`nodes.server.churn={ up: ${up}, down: { exponential: { mean: ${1 + random.below(20)} s } } }`);
  }
  if (has(0.7))
    settings.push(`faults=[${Array.from({ length: 1 + random.below(4) }, () => crash(random, nodes)).join(', ')}]`);
  return settings;
}

function arrivals(random: Stream, nodes: number): string {
  const rate = (nodes * (0.3 + random.uniform())).toFixed(2);
  switch (random.below(4)) {
    case 0:
      return `{ batch: { size: { uniform: { from: 1, to: 6 } }, poisson: ${rate} /s } }`;
    case 1:
      return `{ closed: { clients: ${1 + random.below(3 * nodes)}, think: { exponential: { mean: 1 s } } } }`;
    case 2:
      return '{ every: 1 s }';
    default:
      return `{ poisson: ${rate} /s }`;
  }
}

/** Some nodes or all of them, for a while or for good. */
function crash(random: Stream, nodes: number): string {
  const names = Array.from({ length: nodes }, (_, index) => `server-${index + 1}`).filter(() => random.uniform() < 0.4);
  const lasting = random.uniform() < 0.85 ? `, for: ${random.below(40)} s` : '';
  return `{ crash: { nodes: [${names.length > 0 ? names.join(', ') : 'all'}] }, at: ${random.below(100)} s${lasting} }`;
}

export const meshSwarm: Swarm = { name: 'swarm', file: 'swarm.yaml', tasks: 200, settingsOf };
