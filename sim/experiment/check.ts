// A campaign: a scenario under many seeds, each with its own faults; and the smallest scenario that still fails as one
// of them did.

import { writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { type Result, success } from '../../core/foundation/index.ts';
import type { InvariantResult, Results, RunResult } from '../results/index.ts';
import type { Cell, ResolvedScenario } from '../scenario/index.ts';
import { buildResults } from './assemble.ts';
import { type CrewOptions, runJobs } from './crew.ts';
import type { Job } from './job.ts';
import { loadScenarioFile } from './load.ts';
import { crewOf, type ExperimentOptions } from './options.ts';
import { type Document, smaller, swarmed, withSeed } from './swarm.ts';

/** One run in so many is made twice, to see whether it comes to the same. */
const TWICE = 10;
/** Variants that shrinking tries at most. */
const TRIES = 400;

export interface Campaign {
  /** In the order of cells, then of seeds. */
  readonly runs: readonly RunResult[];
  readonly failed: readonly Breakage[];
  /** Runs that came to something else the second time. */
  readonly unsteady: readonly { readonly cell: string; readonly seed: number }[];
}

export interface Breakage {
  readonly cell: string;
  readonly seed: number;
  readonly invariant: InvariantResult;
  readonly document: Document;
}

export interface Scratch extends ExperimentOptions {
  /** A file that variants are written to on their way: scenarios are read from files. */
  readonly scratch: string;
}

export async function check(scenario: ResolvedScenario, options: Scratch): Promise<Result<Campaign>> {
  const document = parse(scenario.yaml) as Document;
  const variants: { readonly document: Document; readonly seed: number; readonly cells: readonly Cell[] }[] = [];
  for (const seed of scenario.seeds) {
    const variant = swarmed(document, seed);
    const loaded = await loadDocument(variant, options.scratch);
    if (!loaded.ok) return loaded;
    variants.push({ document: variant, seed, cells: loaded.value.cells });
  }
  const jobs = variants[0]!.cells.flatMap((_, cell) =>
    variants.map(({ cells, seed }): Job => ({ cell: cells[cell]!, seed })),
  );
  const crew = crewOf(options);
  const ran = await runJobs(jobs, { ...crew, ...progressOf(options, jobs) });
  if (!ran.ok) return ran;
  const runs = ran.value.map(({ result }) => result);
  const failed = runs.flatMap((run, at): Breakage[] => {
    const invariant = run.invariants.find(({ held }) => !held);
    if (invariant === undefined) return [];
    const { cell, seed } = jobs[at]!;
    return [{ cell: cell.id, seed, invariant, document: variants[at % variants.length]!.document }];
  });
  const again = jobs.filter((_, at) => at % TWICE === 0);
  const second = await runJobs(again, crew);
  if (!second.ok) return second;
  const unsteady = again.flatMap(({ cell, seed }, at) =>
    second.value[at]!.result.fingerprint === runs[at * TWICE]!.fingerprint ? [] : [{ cell: cell.id, seed }],
  );
  return success({ runs, failed, unsteady });
}

/** The runs as results of their scenario, for reporters. */
export const summarised = (scenario: ResolvedScenario, runs: readonly RunResult[]): Results =>
  buildResults({ ...scenario, thresholds: [], primary: [] }, runs, {});

const progressOf = ({ onProgress }: Scratch, jobs: readonly Job[]): Pick<CrewOptions, 'onDone'> =>
  onProgress === undefined ? {} : { onDone: (job, done) => onProgress(done, jobs.length, job.cell.id, job.seed) };

/**
 * The smallest variant found that breaks the same invariant, as the text of a scenario file: one change at a time is
 * tried, and kept if it still fails, until none does.
 */
export async function shrink({ document, seed, invariant }: Breakage, options: Scratch): Promise<string> {
  let smallest = withSeed(document, seed);
  let tries = 0;
  for (let better = true; better && tries < TRIES; ) {
    better = false;
    for (const candidate of smaller(smallest)) {
      if (++tries >= TRIES) break;
      if (!(await breaks(candidate, seed, invariant.name, options))) continue;
      smallest = candidate;
      better = true;
      break;
    }
  }
  return textOf(smallest, invariant);
}

async function breaks(document: Document, seed: number, invariant: string, options: Scratch): Promise<boolean> {
  const loaded = await loadDocument(document, options.scratch);
  if (!loaded.ok) return false;
  const jobs = loaded.value.cells.map((cell): Job => ({ cell, seed }));
  const ran = await runJobs(jobs, crewOf(options));
  if (!ran.ok) return false;
  return ran.value.some(({ result }) => result.invariants.some(({ name, held }) => name === invariant && !held));
}

async function loadDocument(document: Document, file: string): Promise<Result<ResolvedScenario>> {
  await writeFile(file, stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
  const loaded = await loadScenarioFile(file);
  return loaded.ok ? success(loaded.value.scenario) : loaded;
}

function textOf(document: Document, { name }: InvariantResult): string {
  const written = Object.fromEntries(Object.entries(document).filter(([key]) => !DROPPED.includes(key)));
  return `# The smallest scenario found in which ${name} breaks.\n${stringify(written, { lineWidth: 0 })}`;
}

/** What a reader of a failure does not need. */
const DROPPED = ['thresholds', 'primary', 'assumptions'];
