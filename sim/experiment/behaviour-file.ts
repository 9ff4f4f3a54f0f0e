// Behaviours that users write in a file of their own.

import { z } from 'zod';

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from '../adversary/index.ts';
import { guardBehaviour } from './behaviour-guard.ts';
import { loadedOnce, loadOwnFile, named, type OwnFile } from './own-file.ts';
import { shapeProblems } from './own-guard.ts';

/**
 * Loads a behaviour from a file that exports `api = 1` and a BehaviourDefinition as `default` or as `behaviour`. It gets
 * the parameters that say when it behaves so: `from`, `until` and `after`.
 */
export async function loadBehaviourFile(file: string): Promise<Result<OwnFile<BehaviourDefinition>>> {
  const loaded = await loadOwnFile('behaviour', file);
  if (!loaded.ok) return loaded;
  const { path } = loaded.value;
  const shape = shapeProblems('behaviour', DEFINITION, loaded.value.definition, path, 'behaviour');
  if (shape.length > 0) return failed(...shape);
  const definition = loaded.value.definition as BehaviourDefinition;
  const taken = Object.keys(timing).filter((name) => Object.hasOwn(definition.parameters, name));
  if (taken.length > 0) return failed(...taken.map((name) => timingTaken(path, name)));
  const parameters = { ...definition.parameters, ...timing };
  return success({ ...loaded.value, definition: guardBehaviour({ ...definition, parameters }, path) });
}

export const behaviourIn: (file: string, sha256: string) => Promise<BehaviourDefinition> = loadedOnce(
  'behaviour',
  loadBehaviourFile,
);

const timingTaken = (file: string, name: string): Failure => ({
  code: 'behaviour-shape',
  message: `In ${file}, behaviour.parameters.${name} is taken: every behaviour has a parameter of that name.`,
  path: `behaviour.parameters.${name}`,
  hint: `Remove it, or give it another name. "${name}" says when a node behaves so, and is seen to by the simulator.`,
});

const DEFINITION: z.ZodType = z.strictObject({
  ...named,
  silent: z.boolean().optional(),
  divides: z.boolean().optional(),
});
