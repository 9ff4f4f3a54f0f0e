// Reading the parameters a strategy was given.

import { assert } from '../foundation/index.ts';
import type { Parameter, ParameterValue } from './strategy.ts';

type Given = Readonly<Record<string, ParameterValue>>;
type Declared = Readonly<Record<string, Parameter>>;

/** The given number, or the declared default. */
export function numberOf(name: string, given: Given, declared: Declared): number {
  const value = given[name] ?? declared[name]?.default;
  assert(typeof value === 'number', 'the parameter is a number', { name, value });
  return value;
}

/** The given flag, or the declared default. */
export function flagOf(name: string, given: Given, declared: Declared): boolean {
  const value = given[name] ?? declared[name]?.default;
  assert(typeof value === 'boolean', 'the parameter is a flag', { name, value });
  return value;
}

/** The given choice, or the declared default. */
export function choiceOf(name: string, given: Given, declared: Declared): string {
  const value = given[name] ?? declared[name]?.default;
  assert(typeof value === 'string', 'the parameter is a choice', { name, value });
  return value;
}
