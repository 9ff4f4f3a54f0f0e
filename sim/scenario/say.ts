// How a sentence about a scenario is put together.

import type { Failure } from '../../core/foundation/index.ts';
import { nearestName } from './suggest.ts';

export type Names = readonly string[];
type Advice = Pick<Failure, 'expected' | 'got' | 'hint'>;

export const say = (code: string, message: string, advice: Advice): Failure => ({ code, message, ...advice });

const LISTED_AT_MOST = 40;

export const list = (names: Names): string =>
  names.length > LISTED_AT_MOST ? `${names.slice(0, LISTED_AT_MOST).join(', ')}, …` : names.join(', ');

export function oneOf(names: Names): string {
  if (names.length === 0) return 'nothing: none is defined';
  return names.length === 1 ? names[0]! : `one of: ${list(names)}`;
}

export const suggestion = (name: string): string => `did you mean "${name}"?`;

export function didYouMean(written: string, known: Names, otherwise?: string): { hint?: string } {
  const name = nearestName(written, known);
  const hint = name === undefined ? otherwise : suggestion(name);
  return hint === undefined ? {} : { hint };
}
