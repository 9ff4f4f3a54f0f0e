// What a user's own code does wrong becomes a message to its author, and not a broken rule inside the simulator.

import { z } from 'zod';

import type { Failure, SourcePlace } from '../../core/foundation/index.ts';
import { RunFault } from '../world/index.ts';

/** What a user can write in a file of their own. */
export type Noun = 'strategy' | 'behaviour';

/** What is wrong with the fields of `value`: one failure for each, with its path below `root`. */
export function shapeProblems(
  noun: Noun,
  schema: z.ZodType,
  value: unknown,
  file: string,
  root: string,
): readonly Failure[] {
  const checked = schema.safeParse(value);
  if (checked.success) return [];
  return checked.error.issues.map((issue) => {
    const path = [root, ...issue.path.map(String)].join('.');
    return { code: `${noun}-shape`, message: `In ${file}, ${path} is wrong: ${issue.message}.`, path };
  });
}

/** A failure for what a user's code threw, with the place in their file if the stack names it. */
export function thrownBy(noun: Noun, what: string, file: string, error: unknown): Failure {
  const place = error instanceof Error ? placeIn(file, error.stack ?? '') : undefined;
  const message = `${file} threw an exception in ${what}.`;
  return { code: `${noun}-threw`, message, got: String(error), ...(place === undefined ? {} : { place }) };
}

/** The first place in `file` that a text such as a stack or a compiler's message names. */
export function placeIn(file: string, text: string): SourcePlace | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const match = new RegExp(`${name}(?:\\?[^:\\s]*)?:(\\d+)(?::(\\d+))?`).exec(text);
  if (match === null) return undefined;
  return { file, line: Number(match[1]), column: Number(match[2] ?? 1) };
}

/** Throws RunFault when it throws. */
export function calling<T>(noun: Noun, what: string, file: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof RunFault) throw error;
    throw new RunFault([thrownBy(noun, what, file, error)]);
  }
}

export const method: z.ZodType = z.custom<() => unknown>((value) => typeof value === 'function', 'expected a function');
