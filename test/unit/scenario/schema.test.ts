import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../scripts/generate-schema.ts';

interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly patternProperties?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

const schema = JSON.parse(generatedFiles()[0]!.text) as Schema;

function* inside(value: Schema): Generator<Schema> {
  yield value;
  const parts = [...Object.values(value.properties ?? {}), ...Object.values(value.$defs ?? {}), ...(value.anyOf ?? [])];
  for (const part of [...parts, ...(value.items ? [value.items] : [])]) yield* inside(part);
}

describe('what is generated from the schema', () => {
  it.each(generatedFiles().map(({ path, text }) => [path.replace(/.*docs/, 'docs'), path, text]))(
    '%s is up to date (npx tsx scripts/generate-schema.ts)',
    (_, path, text) => {
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('describes every key to editors', () => {
    const bare = [...inside(schema)].flatMap(({ properties = {} }) =>
      Object.entries(properties).filter(([, value]) => value.description === undefined && value.$ref === undefined),
    );
    expect(bare.map(([key]) => key)).toEqual([]);
  });

  it('is strict where files are strict, and leaves x- keys free', () => {
    const strict = [...inside(schema)].filter(({ properties }) => properties !== undefined);
    const loose = strict.filter(({ additionalProperties }) => additionalProperties !== false);
    expect(strict.every((one) => one.additionalProperties !== false || one.patternProperties !== undefined)).toBe(true);
    // `scheduling` has the parameters of users' own strategies, `verification` those of later policies,
    // `federated.aggregation` and `federated.attack` those of other rules and attacks.
    expect(loose).toHaveLength(4);
  });
});
