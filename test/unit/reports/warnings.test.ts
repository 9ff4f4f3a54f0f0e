// What must not be overlooked stands in every report, whatever the verdict.

import { expect, it } from 'vitest';
import { verdict } from '../../../reports/html-tables.ts';
import { githubReport, junitReport, listReport, markdownReport } from '../../../reports/index.ts';
import type { Results } from '../../../sim/results/index.ts';
import { context, failing, passing, plainText } from './sample.ts';
import { parseXml } from './xml.ts';

const text = 'no task completed in any of 2 runs (10 <expired>)';
const warned = (results: Results): Results => ({
  ...results,
  warnings: [{ cell: results.cells[0]!.id, code: 'nothing-completed', text }],
});

it('is in the terminal, above a verdict that counts it', () => {
  const lines = listReport(warned(passing), context, 'runs/mesh/1', plainText).trimEnd().split('\n');
  expect(lines.slice(-3)).toEqual([`  ! warning: ${text}`, '', 'passed · 1 warning · results in runs/mesh/1']);
  expect(listReport(warned(failing), context, 'x', plainText)).toContain(
    '1 threshold missed · 1 warning · results in x',
  );
  expect(listReport(passing, context, 'x', plainText)).not.toContain('warning');
});

it('names its cell where there are several', () => {
  expect(listReport(warned(failing), context, 'x', plainText)).toContain(`  ! warning: scheduling=random: ${text}`);
});

it('is in summary.md, in annotations, in JUnit and at the top of report.html', () => {
  expect(markdownReport(warned(passing), context)).toContain('## Warnings\n\n- no task completed in any of 2 runs');
  expect(githubReport(warned(passing), context).split('\n')[0]).toBe(`::warning file=mesh.yaml,title=mesh::${text}`);
  const suite = parseXml(junitReport(warned(passing), context)).children[0]!;
  expect(suite.children.at(-1)).toMatchObject({ name: 'system-err', text: `warning: ${text}` });
  expect(verdict(warned(passing), context)).toContain(
    '<strong>Warning</strong>: no task completed in any of 2 runs (10 &lt;',
  );
  expect(verdict(passing, context)).not.toContain('Warning');
});
