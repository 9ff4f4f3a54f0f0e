// Writes docs/scenario.schema.json and docs/scenario.md. A test compares them with what this would write.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { graphJsonSchema, scenarioJsonSchema } from '../sim/scenario/index.ts';
import { scenarioReference } from './scenario-reference.ts';

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export function generatedFiles(): GeneratedFile[] {
  const schema = scenarioJsonSchema();
  return [
    { path: inDocs('scenario.schema.json'), text: `${JSON.stringify(schema, null, 2)}\n` },
    { path: inDocs('graph.schema.json'), text: `${JSON.stringify(graphJsonSchema(), null, 2)}\n` },
    { path: inDocs('scenario.md'), text: scenarioReference(schema) },
  ];
}

const inDocs = (name: string): string => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of generatedFiles()) {
    writeFileSync(path, text);
    console.log(`${path}: ${readFileSync(path).length} bytes`);
  }
}
