// A campaign: a scenario under many seeds, each with its own faults; and the smallest scenario that still fails as one
// of them did.

import { writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { type Result, success } from '../../core/foundation/index.ts';
import type { InvariantResult, Results, RunResult } from '../results/index.ts';
import type { Cell, ResolvedScenario } from '../scenario/index.ts';
import { buildResults } from './assemble.ts';
import { type CrewOptions, runJobs, Standby } from './crew.ts';
import type { Document } from './document.ts';
import type { Job } from './job.ts';
import { loadScenarioFile } from './load.ts';
import { crewOf, type ExperimentOptions } from './options.ts';
import { type Tried, unreached } from './reached.ts';
import { smaller, swarmed, withSeed } from './swarm.ts';

/** One run in so many is made twice, to see whether it comes to the same. */
const TWICE = 10;
/** Seeds that are run before one looks whether any failed, if that ends the campaign. */
const AT_A_TIME = 20;
/** Variants that shrinking tries at most. */
const TRIES = 400;

export interface Campaign {
  /** In the order of cells, then of seeds. */
  readonly runs: readonly RunResult[];
  readonly failed: readonly Breakage[];
  /** Runs that came to something else the second time. */
  readonly unsteady: readonly { readonly cell: string; readonly seed: number }[];
  /** Faults and behaviours of the scenario that no run came to. */
  readonly unreached: readonly string[];
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
  /** Ends the campaign with the first seed that fails. */
  readonly bail?: boolean;
}

interface Variant {
  readonly document: Document;
  readonly seed: number;
  readonly cells: readonly Cell[];
}

/** Seeds whose runs are kept in `store` are not run again, but for the sample that is run twice. */
export async function check(scenario: ResolvedScenario, options: Scratch): Promise<Result<Campaign>> {
  const document = parse(scenario.yaml) as Document;
  const variants: Variant[] = [];
  for (const seed of scenario.seeds) {
    const variant = swarmed(document, seed);
    const loaded = await loadDocument(variant, options.scratch);
    if (!loaded.ok) return loaded;
    variants.push({ document: variant, seed, cells: loaded.value.cells });
  }
  const ran = await runVariants(variants, options);
  if (!ran.ok) return ran;
  const tried = ran.value;
  const each = variants[0]!.cells.flatMap((_, cell) =>
    tried.map((one) => ({ ...one, cell: one.cells[cell]!, run: one.runs[cell]! })),
  );
  const failed = each.flatMap(({ cell, seed, run, document: variant }): Breakage[] => {
    const invariant = run.invariants.find(({ held }) => !held);
    return invariant === undefined ? [] : [{ cell: cell.id, seed, invariant, document: variant }];
  });
  const again = each.filter((_, at) => at % TWICE === 0);
  const second = await runJobs(again, crewOf(options));
  if (!second.ok) return second;
  const unsteady = again.flatMap(({ cell, seed, run }, at) =>
    second.value[at]!.result.fingerprint === run.fingerprint ? [] : [{ cell: cell.id, seed }],
  );
  return success({ runs: each.map(({ run }) => run), failed, unsteady, unreached: unreached(scenario.cells, tried) });
}

/** All of them; or, to stop early, those up to the first that fails: the same ones with any number of workers. */
async function runVariants(
  variants: readonly Variant[],
  options: Scratch,
): Promise<Result<readonly (Variant & Tried)[]>> {
  const { bail = false, store, onProgress } = options;
  const cells = variants[0]!.cells.length;
  const tried: (Variant & Tried)[] = [];
  while (tried.length < variants.length) {
    const next = variants.slice(tried.length, bail ? tried.length + AT_A_TIME : undefined);
    const jobs = next.flatMap(({ cells: own, seed }) => own.map((cell): Job => ({ cell, seed })));
    const kept = jobs.map((job) => store?.find(job)?.result);
    const missing = jobs.filter((_, at) => kept[at] === undefined);
    const before = tried.length * cells + jobs.length - missing.length;
    const ran = await runJobs(missing, {
      ...crewOf(options),
      onResult: (job, done) => store?.keep(job, done),
      onDone: ({ cell, seed }, done) => onProgress?.(before + done, variants.length * cells, cell.id, seed),
    });
    if (!ran.ok) return ran;
    let fresh = 0;
    const runs = kept.map((run) => run ?? ran.value[fresh++]!.result);
    for (const [at, variant] of next.entries()) {
      tried.push({ ...variant, runs: runs.slice(at * cells, (at + 1) * cells) });
      if (bail && tried.at(-1)!.runs.some(isBroken)) return success(tried);
    }
  }
  return success(tried);
}

const isBroken = ({ invariants }: RunResult): boolean => invariants.some(({ held }) => !held);

/** The runs as results of their scenario, for reporters: of as many seeds as were run. */
export const summarised = (scenario: ResolvedScenario, runs: readonly RunResult[]): Results => {
  const seeds = scenario.seeds.slice(0, runs.length / scenario.cells.length);
  return buildResults({ ...scenario, seeds, thresholds: [], primary: [] }, runs, {});
};

/**
 * The smallest variant found that breaks the same invariant, as the text of a scenario file: one change at a time is
 * tried, and kept if it still fails, until none does.
 */
export async function shrink(breakage: Breakage, options: Scratch): Promise<string> {
  const crew = crewOf(options);
  const standby = new Standby(crew);
  try {
    return await smallestOf(breakage, options.scratch, { ...crew, standby });
  } finally {
    await standby.dismiss();
  }
}

async function smallestOf(
  { document, seed, invariant }: Breakage,
  scratch: string,
  crew: CrewOptions,
): Promise<string> {
  let smallest = withSeed(document, seed);
  let tries = 0;
  for (let better = true; better && tries < TRIES; ) {
    better = false;
    for (const candidate of smaller(smallest)) {
      if (++tries >= TRIES) break;
      if (!(await breaks(candidate, seed, invariant.name, scratch, crew))) continue;
      smallest = candidate;
      better = true;
      break;
    }
  }
  return textOf(smallest, invariant);
}

async function breaks(
  document: Document,
  seed: number,
  invariant: string,
  scratch: string,
  crew: CrewOptions,
): Promise<boolean> {
  const loaded = await loadDocument(document, scratch);
  if (!loaded.ok) return false;
  const jobs = loaded.value.cells.map((cell): Job => ({ cell, seed }));
  const ran = await runJobs(jobs, crew);
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
