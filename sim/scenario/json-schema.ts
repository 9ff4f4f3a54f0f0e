// The JSON Schema of scenario files, for editors: made from the schema that reads them.

import { z } from 'zod';
import { graphSchema } from './graph.ts';
import { scenarioSchema } from './schema.ts';

/** JSON Schema, draft 2020-12. It checks shape and names; units and cross references are checked when a file is loaded. */
export const scenarioJsonSchema = (): object => jsonSchemaOf(scenarioSchema);

/** The same of files of task graphs. */
export const graphJsonSchema = (): object => jsonSchemaOf(graphSchema);

function jsonSchemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) jsonSchema.patternProperties = { '^x-': {} };
      // zod drops the examples of what it transforms; under this name they survive.
      const { example } = jsonSchema;
      delete jsonSchema['example'];
      if (example !== undefined) jsonSchema.examples = [example];
    },
  });
}
