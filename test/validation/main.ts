// `npm run validate`: the simulator against closed forms, with --resume where it was killed. `npm run soak`: the same at
// full counts and more of it, always so. Exit code 1 if anything fails.

import { parseArgs } from 'node:util';
import { startWasmer } from '../../core/execution/wasmer-library.ts';
import { ourEngines, runSuite, SUITE, scriptsIn, wasmerEngine } from '../core-suite/run-suite.ts';
import { hostileRuns } from '../hostile-runs.ts';
import { killWriters } from '../unit/experiment/journal-kills.ts';
import { differencesInWasmer } from '../wasmer-runs.ts';
import { attackChecks } from './attack-checks.ts';
import { biasedCase, cases } from './cases.ts';
import type { Check } from './check.ts';
import { circuitChecks } from './circuit-checks.ts';
import { meshSwarm } from './mesh-swarm.ts';
import { pegSwarm } from './peg-swarm.ts';
import { proofChecks } from './proof-checks.ts';
import { type CaseOptions, checksOf } from './run-case.ts';
import { settlementChecks } from './settlement-checks.ts';
import { shuffleChecks } from './shuffle.ts';
import { SoakState } from './soak-state.ts';
import { suiteChecks } from './suites.ts';
import { swarmChecks } from './swarm.ts';
import { header, progress, rowsOf } from './table.ts';
import { worldCases } from './world-cases.ts';
import { worldChecks } from './world-checks.ts';

/** Random scenarios with crashes, and seeds of each fault suite: so many checks of so many each. */
const SWARMS = 40;
const SWARM = 250;
/** The same of pegs. */
const PEG_SWARMS = 100;
const PEG_SWARM = 100;
/** Runs of hostile modules. */
const HOSTILE = 2_000;

const hostileCheck: Check = {
  name: `${HOSTILE} hostile modules in threads`,
  tasks: HOSTILE,
  inputs: HOSTILE,
  run: async (tell) => {
    const remarks = await hostileRuns(HOSTILE, (done) => tell(done, HOSTILE));
    return { passed: remarks.length === 0, rows: [], remarks };
  },
};

/** Random modules in all runtimes. */
const MODULES = 2_000;

const runtimesCheck: Check = {
  name: `${MODULES} random modules in V8, the interpreter and Wasmer`,
  tasks: MODULES,
  inputs: MODULES,
  run: async (tell) => {
    const remarks = await differencesInWasmer(MODULES, (done) => tell(done, MODULES));
    return { passed: remarks.length === 0, rows: [], remarks };
  },
};

/** The files of the WebAssembly core test suite that the gate lets run. */
const coreSuite = scriptsIn(SUITE) ?? [];

const coreSuiteCheck: Check = {
  name: 'WebAssembly core test suite in V8, the interpreter and Wasmer',
  tasks: coreSuite.length,
  inputs: coreSuite.length,
  run: async (tell) => {
    const wasmer = await startWasmer();
    const engines = [...ourEngines, wasmerEngine(wasmer)];
    const reports = await runSuite(SUITE, coreSuite, engines, (done) => tell(done, coreSuite.length));
    await wasmer.close();
    const passed = reports.reduce((sum, report) => sum + report.passed, 0);
    const failures = reports.flatMap((report) => report.failures);
    return { passed: failures.length === 0 && passed > 0, rows: [], remarks: [...failures, `${passed} assertions`] };
  },
};

/** Kills of a process that writes a journal: so many checks of so many each. */
const KILL_CHECKS = 10;
const KILLS = 50;

const killChecks: readonly Check[] = Array.from({ length: KILL_CHECKS }, (_, index) => ({
  name: `kills of a journal writer, ${index * KILLS + 1} to ${(index + 1) * KILLS}`,
  tasks: 1_000 * KILLS,
  inputs: { index, KILLS },
  run: async (tell) => {
    const { acknowledged, torn } = await killWriters(KILLS, (trial) => {
      tell(trial, KILLS);
      return 1 + (((index * KILLS + trial) * 37) % 97);
    });
    const remarks = [`${acknowledged} entries acknowledged and found, ${torn} torn tails left out`];
    return { passed: acknowledged > KILLS && torn > 0, rows: [], remarks };
  },
}));

const { values: flags } = parseArgs({
  options: {
    soak: { type: 'boolean', default: false },
    bias: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});

const options: CaseOptions = {
  workers: Number(flags.workers),
  ...(flags.soak && { env: 'soak' }),
  ...(flags.runs !== undefined && { runs: Number(flags.runs) }),
};
const checks = await plan();
if (flags.list) for (const { name, tasks } of checks) process.stdout.write(`${tasks}\t${name}\n`);
else process.exitCode = await runAll(checks);

/** Cheap ones first. */
async function plan(): Promise<Check[]> {
  const wanted = flags.bias ? [] : [...cases, ...worldCases];
  const ofCases = (await Promise.all(wanted.map((one) => checksOf(one, options)))).flat();
  const ofWorld = flags.bias ? [] : await worldChecks(options);
  const all = [
    ...ofCases,
    ...ofWorld,
    ...(flags.bias ? [] : await settlementChecks(options)),
    ...(flags.bias ? [] : await attackChecks(options)),
    ...(await biasChecks()),
    ...(flags.soak && !flags.bias ? await soakChecks() : []),
  ];
  const { only } = flags;
  return all.filter(({ name }) => only === undefined || name.includes(only)).sort((a, b) => a.tasks - b.tasks);
}

/** A biased simulation must be found out, however tight its intervals: this passes if the case fails. */
async function biasChecks(): Promise<Check[]> {
  const { workers, runs } = options;
  return (await checksOf(biasedCase, { workers, ...(runs !== undefined && { runs }) })).map((check) => ({
    ...check,
    name: `${check.name} (must fail)`,
    run: async (tell) => {
      const outcome = await check.run(tell);
      const found = outcome.rows.every(({ judgement }) => !judgement.passed);
      return { ...outcome, passed: found, remarks: [found ? 'the bias was found: passed' : 'the bias was NOT found'] };
    },
  }));
}

async function soakChecks(): Promise<Check[]> {
  const ties = await shuffleChecks('ties', true, options);
  const lattice = await shuffleChecks('lattice', false, options);
  const suites = await suiteChecks(SWARMS, SWARM, options);
  const meshes = swarmChecks(meshSwarm, SWARMS, SWARM, options);
  const pegs = swarmChecks(pegSwarm, PEG_SWARMS, PEG_SWARM, options);
  return [
    ...ties,
    ...lattice,
    hostileCheck,
    runtimesCheck,
    coreSuiteCheck,
    ...killChecks,
    ...circuitChecks,
    ...proofChecks,
    ...meshes,
    ...pegs,
    ...suites,
  ];
}

async function runAll(planned: readonly Check[]): Promise<number> {
  const state = flags.soak || flags.resume ? await SoakState.open() : undefined;
  const started = performance.now();
  process.stdout.write(header());
  let passed = 0;
  for (const check of planned) {
    const { tell, end } = progress(check.name);
    const outcome = state?.outcome(check) ?? (await check.run(tell));
    end();
    await state?.store(check, outcome);
    process.stdout.write(rowsOf(check, outcome));
    if (outcome.passed) passed++;
  }
  const failed = planned.length - passed;
  process.stdout.write(
    `\n${((performance.now() - started) / 60_000).toFixed(1)} min\n${passed} passed, ${failed} failed\n`,
  );
  return failed === 0 ? 0 : 1;
}
