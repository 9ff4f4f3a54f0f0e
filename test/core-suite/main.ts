// Runs the core test suite by hand and says of every file what ran: npx tsx test/core-suite/main.ts [--suite FOLDER]
// [--only NAME] [--wasmer]. FOLDER is what wast2json makes of the suite.

import { parseArgs } from 'node:util';
import { startWasmer } from '../../core/execution/wasmer-library.ts';
import type { ScriptReport } from './run-script.ts';
import { ourEngines, runSuite, SUITE, scriptsIn, wasmerEngine } from './run-suite.ts';

const { values: flags } = parseArgs({
  options: { suite: { type: 'string', default: SUITE }, only: { type: 'string' }, wasmer: { type: 'boolean' } },
});
const wasmer = flags.wasmer === true ? await startWasmer() : undefined;
const engines = wasmer === undefined ? ourEngines : [...ourEngines, wasmerEngine(wasmer)];
const names = scriptsIn(flags.suite)?.filter((name) => flags.only === undefined || name === flags.only);
if (names === undefined) throw new Error(`no folder ${flags.suite}: scripts/get-wasm-suite.sh makes one`);
const reports = await runSuite(flags.suite, names, engines);
for (const report of reports) process.stdout.write(rowOf(report));
await wasmer?.close();
const failed = reports.reduce((sum, { failures }) => sum + failures.length, 0);
const passed = reports.reduce((sum, report) => sum + report.passed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function rowOf({ name, passed: held, skipped, failures }: ScriptReport): string {
  const reasons = [...skipped].map(([reason, count]) => `${count} skipped (${reason})`);
  return [`${name}: ${[`${held} passed`, ...reasons].join(', ')}`, ...failures.map((each) => `  ${each}`), ''].join(
    '\n',
  );
}
