// A swarm of small scenarios drawn at random: all invariants must hold in each. Of some, they must with ties shuffled,
// too, and messages that go through their bytes must change nothing.

import { fileURLToPath } from 'node:url';
import { loadScenarioFile, runExperiment } from '../../sim/experiment/index.ts';
import type { CellResult } from '../../sim/results/index.ts';
import type { Cell, ResolvedScenario } from '../../sim/scenario/index.ts';
import type { Check, Outcome, Tell } from './check.ts';
import { brokenInvariants, type CaseOptions, clock } from './run-case.ts';

/** What the scenarios of a swarm have in common, and what each has of its own. */
export interface Swarm {
  readonly name: string;
  /** Below `scenarios/`. */
  readonly file: string;
  /** Of each scenario, about. */
  readonly tasks: number;
  /** What is different in the scenario with this number, as words for --set. */
  readonly settingsOf: (number: number) => string[];
}

/** Of each check, so many are run in two more ways: one in ten. */
const again = (size: number): number => Math.ceil(size / 10);

/** A run that has not ended by then never will. */
const PATIENCE = 30 * 60_000;

/** Checks of `size` scenarios each. */
export function swarmChecks(swarm: Swarm, count: number, size: number, options: CaseOptions): Check[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${swarm.name}, scenarios ${index * size + 1} to ${(index + 1) * size}`,
    tasks: (size + 2 * again(size)) * swarm.tasks,
    inputs: { index, size },
    run: (tell) =>
      runSwarm(
        swarm,
        Array.from({ length: size }, (_, at) => index * size + at + 1),
        options,
        tell,
      ),
  }));
}

async function runSwarm(swarm: Swarm, numbers: readonly number[], options: CaseOptions, tell: Tell): Promise<Outcome> {
  const scenarios = await Promise.all(numbers.map((number) => scenarioOf(swarm, number)));
  const [first] = scenarios;
  const cells: Cell[] = scenarios.map(({ cells }, at) => ({ ...cells[0]!, id: `${swarm.name}-${numbers[at]!}` }));
  const all: ResolvedScenario = { ...first!, cells };
  const few: ResolvedScenario = { ...all, cells: cells.slice(0, again(cells.length)) };
  const plain = await run(all, options, tell);
  const wired = await run(few, { ...options, wire: true }, tell);
  const shuffled = await run(few, { ...options, shuffleTies: 1 }, tell);
  const remarks = numbers.flatMap((number, at) => {
    const problems = [...brokenInvariants(plain[at]!)];
    if (at < few.cells.length) {
      problems.push(...brokenInvariants(shuffled[at]!));
      if (plain[at]!.runs[0]!.fingerprint !== wired[at]!.runs[0]!.fingerprint) problems.push('--wire changes the run');
    }
    return problems.map((problem) => `${problem}\n    ${commandOf(swarm, number)}`);
  });
  return { passed: remarks.length === 0, rows: [], remarks };
}

async function scenarioOf(swarm: Swarm, number: number): Promise<ResolvedScenario> {
  const file = fileURLToPath(new URL(`./scenarios/${swarm.file}`, import.meta.url));
  const loaded = await loadScenarioFile(file, { set: swarm.settingsOf(number), seed: number });
  if (loaded.ok) return loaded.value.scenario;
  throw new Error(loaded.failures.map(({ message }) => `${commandOf(swarm, number)}: ${message}`).join('\n'));
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
const commandOf = ({ file, settingsOf }: Swarm, number: number): string =>
  [`npx ambient run test/validation/scenarios/${file}`, `--seed ${number}`]
    .concat(settingsOf(number).map((setting) => `--set '${setting}'`))
    .join(' ');
