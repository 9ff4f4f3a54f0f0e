// A swarm of small scenarios drawn at random, in which nodes crash, leave and come back: all invariants must hold in
// each, shuffled or not, and messages that go through their bytes must change nothing.

import { fileURLToPath } from 'node:url';
import { strategies } from '../../core/scheduling/index.ts';
import { loadScenarioFile, runExperiment } from '../../sim/experiment/index.ts';
import { openStream, type Stream } from '../../sim/kernel/index.ts';
import type { CellResult } from '../../sim/results/index.ts';
import type { Cell, ResolvedScenario } from '../../sim/scenario/index.ts';
import type { Check, Outcome, Tell } from './check.ts';
import { brokenInvariants, type CaseOptions, clock } from './run-case.ts';

const FILE = fileURLToPath(new URL('./scenarios/swarm.yaml', import.meta.url));
const TASKS = 200;
/** A run that has not ended by then never will. */
const PATIENCE = 30 * 60_000;

/** Checks of `size` scenarios each. */
export function swarmChecks(count: number, size: number, options: CaseOptions): Check[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `swarm, scenarios ${index * size + 1} to ${(index + 1) * size}`,
    tasks: 3 * size * TASKS,
    inputs: { index, size },
    run: (tell) =>
      swarm(
        Array.from({ length: size }, (_, at) => index * size + at + 1),
        options,
        tell,
      ),
  }));
}

async function swarm(numbers: readonly number[], options: CaseOptions, tell: Tell): Promise<Outcome> {
  const scenarios = await Promise.all(numbers.map(scenarioOf));
  const [first] = scenarios;
  const cells: Cell[] = scenarios.map(({ cells }, at) => ({ ...cells[0]!, id: `swarm-${numbers[at]!}` }));
  const all: ResolvedScenario = { ...first!, cells };
  const plain = await run(all, options, tell);
  const wired = await run(all, { ...options, wire: true }, tell);
  const shuffled = await run(all, { ...options, shuffleTies: 1 }, tell);
  const remarks = numbers.flatMap((number, at) => {
    const problems = [...brokenInvariants(plain[at]!), ...brokenInvariants(shuffled[at]!)];
    if (plain[at]!.runs[0]!.fingerprint !== wired[at]!.runs[0]!.fingerprint) problems.push('--wire changes the run');
    return problems.map((problem) => `${problem}\n    ${commandOf(number)}`);
  });
  return { passed: remarks.length === 0, rows: [], remarks };
}

async function scenarioOf(number: number): Promise<ResolvedScenario> {
  const loaded = await loadScenarioFile(FILE, { set: settingsOf(number), seed: number });
  if (loaded.ok) return loaded.value.scenario;
  throw new Error(loaded.failures.map(({ message }) => `${commandOf(number)}: ${message}`).join('\n'));
}

async function run(
  scenario: ResolvedScenario,
  { workers, ...changes }: CaseOptions & { readonly wire?: boolean; readonly shuffleTies?: number },
  tell: Tell,
): Promise<readonly CellResult[]> {
  const { wire, shuffleTies } = changes;
  const ran = await runExperiment(scenario, {
    workers,
    clock: clock(),
    onProgress: (done, total) => tell(done, total),
    signal: AbortSignal.timeout(PATIENCE),
    ...(wire !== undefined && { wire }),
    ...(shuffleTies !== undefined && { shuffleTies }),
  });
  if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
  return ran.value.results.cells;
}

/** The command that runs one of the swarm by itself. */
const commandOf = (number: number): string =>
  ['npx ambient run test/validation/scenarios/swarm.yaml', `--seed ${number}`]
    .concat(settingsOf(number).map((setting) => `--set '${setting}'`))
    .join(' ');

/** What is different in the scenario with this number. Each draws its own subset of all that could go wrong. */
export function settingsOf(number: number): string[] {
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
