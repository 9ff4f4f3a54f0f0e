// Workflow commands of GitHub Actions: each failure becomes an annotation on the scenario file.

import type { Results } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';
import { breaches, cellName, cellNameById, count, describeBreach, measured, warningLines } from './text.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export function githubReport(results: Results, context: ReportContext): string {
  const { file } = context;
  const broken = results.cells.flatMap((cell) =>
    breaches(cell).map((breach): Annotation => {
      const message = `${cellName(cell, results)}, seed ${breach.seed}: ${describeBreach(breach)}\n${context.command(breach.seed)}`;
      return { level: 'error', title: breach.invariant.name, message, file };
    }),
  );
  const missed = results.thresholds
    .filter(({ held }) => !held)
    .map((threshold): Annotation => {
      const message = `${cellNameById(threshold.cell, results)}: ${measured(threshold, context.metrics)}\n${context.command()}`;
      return { level: 'error', title: threshold.text, message, file };
    });
  const warned = warningLines(results).map((message): Annotation => {
    return { level: 'warning', title: results.scenario.name, message, file };
  });
  const failed = [...broken, ...missed];
  return [...warned, ...(failed.length === 0 ? [passed(results, context)] : failed)].map(annotation).join('');
}

function passed(results: Results, { file }: ReportContext): Annotation {
  const runs = results.cells.reduce((sum, cell) => sum + cell.runs.length, 0);
  const message = `${count(runs, 'run')}, ${count(results.thresholds.length, 'threshold')}: all held`;
  return { level: 'notice', title: `${results.scenario.name} passed`, message, file };
}

/** One workflow command, with its line break. */
export function annotation({ level, title, message, file, line, column }: Annotation): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${properties.join(',')}::${data(message)}\n`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
