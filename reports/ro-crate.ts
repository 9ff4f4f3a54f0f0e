// ro-crate-metadata.json: what is in a run folder and where it came from, as an RO-Crate (w3id.org/ro/crate/1.1) that
// archives of research data read. Written by hand: it is one small JSON-LD document.

import { createHash } from 'node:crypto';
import { canonicalJson, type Results } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';

const FORMATS: Readonly<Record<string, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  html: 'text/html',
  md: 'text/markdown',
  xml: 'application/xml',
  parquet: 'application/vnd.apache.parquet',
  gz: 'application/gzip',
};

const SUMMARIES: Readonly<Record<string, string>> = {
  'results.json': 'Metrics and invariants of every run, summaries with 95 % intervals, comparisons',
  'resolved.yaml': 'The scenario with every default written out: it can be run again as it is',
  'report.html': 'A report that opens without a network',
  'record.json': 'The course of the first seed of each cell, from which the charts are drawn',
  'timing.json': 'What depends on the machine: the only such file',
  'tasks.parquet': 'Every task of the first seed of each cell',
  'trace.json.gz': 'Every execution of the first seed of each cell, for ui.perfetto.dev',
};

/** `files`: everything else in the folder. */
export function roCrate(
  results: Results,
  context: ReportContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): string {
  const named = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const engine = { '@id': '#ambient-vcp' };
  const graph = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `Results of the scenario ${results.scenario.name}`,
      description: `A simulation by ambient-vcp ${results.engine}. Scenario SHA-256: ${results.scenario.sha256}.`,
      hasPart: named.map(([name]) => ({ '@id': name })),
      mentions: { '@id': '#run' },
    },
    ...named.map(([name, content]) => fileOf(name, content)),
    { ...engine, '@type': 'SoftwareApplication', name: 'ambient-vcp', softwareVersion: results.engine },
    {
      '@id': '#run',
      '@type': 'CreateAction',
      name: context.command(),
      instrument: engine,
      object: { '@id': 'resolved.yaml' },
      result: named.filter(([name]) => name !== 'resolved.yaml').map(([name]) => ({ '@id': name })),
    },
  ];
  return canonicalJson({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph });
}

function fileOf(name: string, content: string | Uint8Array): object {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const description = SUMMARIES[name];
  return {
    '@id': name,
    '@type': 'File',
    name,
    encodingFormat: FORMATS[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    contentSize: String(bytes.length),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(description !== undefined && { description }),
  };
}
