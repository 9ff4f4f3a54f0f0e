// JUnit XML for continuous integration: one suite for each cell, with its runs, invariants and thresholds as cases.

import type { CellResult, Results } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';
import { type Breach, breaches, cellName, describeBreach, measured } from './text.ts';

interface Case {
  readonly name: string;
  readonly group: 'run' | 'invariant' | 'threshold';
  readonly failure?: { readonly message: string; readonly detail: string };
}

/** Carries no times: those depend on the wall clock, and are in timing.json. */
export function junitReport(results: Results, context: ReportContext): string {
  const suites = results.cells.map((cell) => ({ cell, cases: casesOf(cell, results, context) }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: results.scenario.name, ...totals(all) })}>`,
    ...suites.flatMap(({ cell, cases }) => suite(cell, cases, results, context)),
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf(cell: CellResult, results: Results, context: ReportContext): readonly Case[] {
  const broken = breaches(cell);
  const watched = [...new Set(cell.runs.flatMap(({ invariants }) => invariants.map(({ name }) => name)))];
  return [
    ...cell.runs.map(({ seed }) => breachCase('run', `seed ${seed}`, ofSeed(broken, seed), context)),
    ...watched.map((name) => breachCase('invariant', name, ofInvariant(broken, name), context)),
    ...results.thresholds
      .filter((threshold) => threshold.cell === cell.id)
      .map((threshold): Case => {
        const name = { group: 'threshold', name: threshold.text } as const;
        if (threshold.held) return name;
        return { ...name, failure: { message: measured(threshold, context.metrics), detail: context.command() } };
      }),
  ];
}

const ofSeed = (broken: readonly Breach[], seed: number): readonly Breach[] =>
  broken.filter((breach) => breach.seed === seed);
const ofInvariant = (broken: readonly Breach[], name: string): readonly Breach[] =>
  broken.filter((breach) => breach.invariant.name === name);

function breachCase(
  group: 'run' | 'invariant',
  name: string,
  broken: readonly Breach[],
  { command }: ReportContext,
): Case {
  const first = broken[0];
  if (first === undefined) return { group, name };
  const lines = broken.map((breach) => `seed ${breach.seed}: ${describeBreach(breach)}\n${command(breach.seed)}`);
  return { group, name, failure: { message: describeBreach(first), detail: lines.join('\n') } };
}

function suite(cell: CellResult, cases: readonly Case[], results: Results, context: ReportContext): readonly string[] {
  const properties = { cell: cell.id, engine: results.engine, scenario: results.scenario.sha256, ...cell.factors };
  return [
    `  <testsuite${attributes({ name: cellName(cell, results), ...totals(cases), file: context.file })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...cases.flatMap((one) => testcase(one, results.scenario.name)),
    ...warnings(cell, results),
    '  </testsuite>',
  ];
}

function warnings({ id }: CellResult, results: Results): readonly string[] {
  const own = (results.warnings ?? []).filter(({ cell }) => cell === id);
  if (own.length === 0) return [];
  return [`    <system-err>${escaped(own.map(({ text }) => `warning: ${text}`).join('\n'))}</system-err>`];
}

function testcase({ name, group, failure }: Case, scenario: string): readonly string[] {
  const head = `    <testcase${attributes({ name, classname: `${scenario}.${group}` })}`;
  if (failure === undefined) return [`${head}/>`];
  return [
    `${head}>`,
    `      <failure${attributes({ message: failure.message, type: group })}>${escaped(failure.detail)}</failure>`,
    '    </testcase>',
  ];
}

function totals(cases: readonly Case[]): Readonly<Record<string, number>> {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  return { tests: cases.length, failures, errors: 0, skipped: 0 };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};

/** Characters that XML 1.0 forbids even as references are replaced. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"'\n\t\r]/g, (character) => entities[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
