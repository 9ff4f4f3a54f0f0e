// Every sentence that a person may read about a scenario, in one place. The place in the text is added where it is known.

import type { Failure } from '../../core/foundation/index.ts';
import { nearestName } from './suggest.ts';

const LISTED_AT_MOST = 40;

const list = (names: readonly string[]): string =>
  names.length > LISTED_AT_MOST ? `${names.slice(0, LISTED_AT_MOST).join(', ')}, …` : names.join(', ');
const oneOf = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing (none is defined)' : names.length === 1 ? names[0]! : `one of: ${list(names)}`;

function didYouMean(written: string, known: readonly string[]): { hint?: string } {
  const name = nearestName(written, known);
  return name === undefined ? {} : { hint: suggestion(name) };
}

export const suggestion = (name: string): string => `did you mean "${name}"?`;

// Shape.

/** Codes of failures that say "another kind of thing was expected here". */
export const WRONG_TYPE = 'wrong-type';
export const MISSING = 'missing';
export const EMPTY = 'empty';
export const UNKNOWN_KEY = 'unknown-key';
export const NOT_ONE = 'not-exactly-one';

export const wrongType = (expected: string): Failure => ({
  code: WRONG_TYPE,
  message: 'this is not the kind of value that belongs here',
  expected,
});
export const missing = (expected: string): Failure => ({ code: MISSING, message: 'a value is missing', expected });
export const empty = (expected: string): Failure => ({
  code: EMPTY,
  message: 'the value is empty',
  expected,
  hint: 'write a value, or remove the key to use its default',
});
export const unknownKey = (key: string, allowed: readonly string[]): Failure => ({
  code: UNKNOWN_KEY,
  message: `there is no key "${key}" here`,
  expected: oneOf(allowed),
  got: key,
  ...didYouMean(key, allowed),
});
export const notOne = (noun: string, kinds: readonly string[], given: readonly string[]): Failure => ({
  code: NOT_ONE,
  message:
    given.length === 0
      ? `${noun} is chosen by exactly one key, and there is none`
      : `${noun} is chosen by exactly one key, and there are ${given.length}: ${given.join(', ')}`,
  expected: oneOf(kinds),
  hint: given.length === 0 ? `write one of the keys ${list(kinds)}` : `keep one of ${given.join(', ')}`,
});
export const tooFew = (noun: string): Failure => ({
  code: 'too-few',
  message: `there must be at least one`,
  expected: noun,
});
export const tooMany = (what: string, limit: number): Failure => ({
  code: 'too-many',
  message: `there are too many ${what}`,
  expected: `at most ${limit}`,
});
export const notSupportedYet = (what: string, instead?: string): Failure => ({
  code: 'not-supported-yet',
  message: `${what} is not supported yet`,
  hint: instead ?? 'remove it',
});
export const unknownName = (noun: string, name: string, known: readonly string[]): Failure => ({
  code: 'unknown-name',
  message: `there is no ${noun} "${name}"`,
  expected: oneOf(known),
  got: name,
  ...didYouMean(name, known),
});
export const tooManyFailures = (more: number): Failure => ({
  code: 'more-failures',
  message: `and ${more} more`,
  hint: 'correct those above first',
});

// Numbers and quantities.

export const missingUnit = (value: string, expected: string, example: string): Failure => ({
  code: 'missing-unit',
  message: `the number ${value} has no unit`,
  expected,
  hint: `write a unit, as in "${example}"`,
});
export const notAQuantity = (expected: string, example: string): Failure => ({
  code: 'bad-quantity',
  message: 'this is not a number with a unit',
  expected,
  hint: `write it as in "${example}"`,
});
export const unknownUnit = (unit: string, noun: string, units: readonly string[]): Failure => ({
  code: 'unknown-unit',
  message: `"${unit}" is not a unit of ${noun}`,
  expected: oneOf(units),
  ...didYouMean(unit, units),
  ...(unit === 'm' && units.includes('min') ? { hint: 'write "min" for minutes or "ms" for milliseconds' } : {}),
});
export const outOfRange = (expected: string, hint?: string): Failure => ({
  code: 'out-of-range',
  message: 'the value is out of range',
  expected,
  hint: hint ?? 'write a value in this range',
});
export const notWhole = (expected: string): Failure => ({
  code: 'not-whole',
  message: 'the value is not a whole number',
  expected,
});
export const badName = (noun: string): Failure => ({
  code: 'bad-name',
  message: `this is not a name for ${noun}`,
  expected: 'small letters, digits and single hyphens, beginning with a letter (kebab-case)',
  hint: 'a good name is, for example, "edge-node"',
});
export const backwards = (low: string, high: string): Failure => ({
  code: 'backwards',
  message: `${low} is more than ${high}`,
  expected: `${low} at most ${high}`,
  hint: `exchange the two values, or correct one`,
});
export const eitherOr = (one: string, other: string): Failure => ({
  code: 'either-or',
  message: `this is neither ${one} nor ${other}`,
  expected: `${one} or ${other}`,
  hint: 'give all keys of one form and none of the other',
});
export const notAscending = (at: number): Failure => ({
  code: 'not-ascending',
  message: `the instants of a trace ascend, but number ${at} is before the one above it`,
  hint: 'sort the trace',
});
export const neverMoves = (): Failure => ({
  code: 'no-time-between',
  message: 'the time between two arrivals is always 0, so that virtual time would never move on',
  expected: 'a positive mean',
});

// Texts and files.

export const yamlProblem = (code: string, message: string, hint?: string): Failure => ({
  code,
  message,
  expected: 'YAML 1.2',
  hint: hint ?? 'correct the YAML here',
});
export const emptyDocument = (): Failure => ({
  code: 'empty-file',
  message: 'there is nothing in this text',
  expected: 'a scenario: a mapping that begins with "version: 1"',
});
export const notAMapping = (what: string): Failure => ({
  code: WRONG_TYPE,
  message: `${what} is a mapping of keys to values`,
  expected: 'a mapping',
});
export const severalDocuments = (): Failure => ({
  code: 'several-documents',
  message: 'there is more than one YAML document in this file',
  expected: 'one document',
  hint: 'put each scenario into its own file, or use "matrix" for variants',
});
export const directive = (): Failure => ({
  code: 'directive',
  message: 'YAML directives (lines that begin with %) are not supported',
  hint: 'remove the line',
});
export const tag = (): Failure => ({
  code: 'tag',
  message: 'YAML tags (words that begin with !) are not supported',
  hint: 'remove the tag; write text in quotes if it must stay text',
});
export const mergeKey = (): Failure => ({
  code: 'merge-key',
  message: 'merge keys (<<) are not supported',
  hint: 'use "extends" to build on another file, or repeat the keys',
});
export const notTextKey = (): Failure => ({
  code: 'key-not-text',
  message: 'a key is not a plain text',
  expected: 'a name',
  hint: 'write a name before the colon',
});
export const unknownAnchor = (name: string): Failure => ({
  code: 'unknown-anchor',
  message: `there is no anchor "&${name}" above this alias`,
  hint: `write &${name} before the value that is meant`,
});
export const circularAlias = (name: string): Failure => ({
  code: 'circular-alias',
  message: `the alias "*${name}" stands inside of the value that it names`,
  hint: 'write the value out',
});
export const aliasBomb = (limit: number): Failure => ({
  code: 'alias-bomb',
  message: `aliases blow this text up to more than ${limit} values`,
  hint: 'use fewer aliases, or a count',
});
export const tooDeep = (limit: number): Failure => ({
  code: 'too-deep',
  message: `values are nested more than ${limit} deep`,
  expected: `at most ${limit} levels`,
  hint: 'check the brackets and the indentation',
});
export const cannotRead = (file: string, why: string): Failure => ({
  code: 'cannot-read',
  message: `cannot read ${file}: ${why}`,
  expected: 'a text file',
  hint: 'check the path; it starts from the file that names it',
});
export const fileTooLarge = (file: string, limit: string): Failure => ({
  code: 'file-too-large',
  message: `${file} is too large`,
  expected: `at most ${limit}`,
  hint: 'keep long data in files of its own',
});
export const notUtf8 = (file: string): Failure => ({
  code: 'not-utf8',
  message: `${file} is not a text in UTF-8`,
  expected: 'UTF-8',
  hint: 'save it as UTF-8',
});
export const extendsCycle = (files: readonly string[]): Failure => ({
  code: 'extends-cycle',
  message: `these files extend one another in a circle: ${files.join(' -> ')}`,
  hint: 'remove one "extends"',
});
export const extendsTooLong = (limit: number): Failure => ({
  code: 'extends-too-long',
  message: `the chain of "extends" is longer than ${limit} files`,
  expected: `at most ${limit}`,
  hint: 'join some of the files',
});
export const missingDot = (name: string): Failure => ({
  code: 'not-a-path',
  message: `"${name}" looks like a file, but a path begins with ./ or ../ or /`,
  expected: 'a path',
  hint: `write "./${name}"`,
});
export const emptyTrace = (file: string): Failure => ({
  code: 'empty-trace',
  message: `there is no instant in ${file}`,
  expected: 'one instant on each line, in seconds or with a unit',
});

export const unknownVersion = (): Failure => ({
  code: 'unknown-version',
  message: 'this program reads version 1 of the format',
  expected: 'version: 1',
  hint: 'write "version: 1"',
});

// Layers.

export const unknownEnvironment = (name: string, known: readonly string[]): Failure => ({
  code: 'unknown-environment',
  message: `there is no environment "${name}"`,
  expected: oneOf(known),
  got: name,
  hint: didYouMean(name, known).hint ?? 'define it under "environments", or leave --env out',
});
export const notInEnvironment = (key: string): Failure => ({
  code: 'not-here',
  message: `"${key}" cannot be part of an environment`,
  hint: 'move it to the top of the file',
});
export const badSetting = (): Failure => ({
  code: 'bad-setting',
  message: 'a setting is a path, an equals sign and a value',
  expected: 'path=value, such as scheduling.d=3',
  hint: 'write --set path=value',
});
export const notSettable = (key: string): Failure => ({
  code: 'not-here',
  message: `"${key}" cannot be set by an option`,
  hint: 'change the file',
});
export const badPath = (): Failure => ({
  code: 'bad-path',
  message: 'this is not a path',
  expected: 'keys, names or indices joined by dots, such as nodes.pi.count',
  hint: 'write keys joined by single dots',
});
export const noSuchElement = (step: string, names: readonly string[], length: number): Failure => ({
  code: 'no-such-element',
  message: `the list has no element "${step}"`,
  expected: length === 0 ? 'a list with elements' : [...names, `an index from 0 to ${length - 1}`].join(', '),
  got: step,
  hint: didYouMean(step, names).hint ?? 'an element is named by its group, its name or its index',
});
export const nothingInside = (step: string, above: string): Failure => ({
  code: 'nothing-inside',
  message: `${above} is a single value and has no "${step}" inside`,
  expected: 'a path into a mapping or a list',
  hint: `set ${above} as a whole`,
});

// Experiment.

export const unlikeLengths = (lengths: string): Failure => ({
  code: 'unlike-lengths',
  message: `the lists of "zip" are taken element by element, but they are not equally long (${lengths})`,
  expected: 'lists of equal length',
  hint: 'make them equally long, or use "matrix" for all combinations',
});
export const factorTwice = (key: string): Failure => ({
  code: 'factor-twice',
  message: `${key} is varied both by "matrix" and by "zip"`,
  hint: 'keep one of the two',
});
export const notAFactor = (head: string, allowed: readonly string[]): Failure => ({
  code: 'not-a-factor',
  message: `"${head}" cannot be varied`,
  expected: `a path that begins with ${oneOf(allowed)}`,
  got: head,
  hint: didYouMean(head, allowed).hint ?? 'vary something that is part of a run',
});
export const tooManyCells = (count: number, limit: number): Failure => ({
  code: 'too-many-cells',
  message: `this makes ${count} cells`,
  expected: `at most ${limit} cells`,
  hint: 'vary fewer factors, or fewer values of each',
});
export const noCells = (): Failure => ({
  code: 'no-cells',
  message: '"exclude" leaves no cell',
  expected: 'at least one cell',
  hint: 'exclude less',
});
export const sameCell = (one: string, other: string): Failure => ({
  code: 'same-cell',
  message: `two cells have the same inputs: ${one}; and ${other}`,
  expected: 'cells that differ in what they do',
  hint: 'remove the repeated value, or use "exclude"',
});

// Cross references and rules.

export const twice = (noun: string, name: string): Failure => ({
  code: 'twice',
  message: `there are two ${noun}s with the name "${name}"`,
  expected: `a different name for each ${noun}`,
  hint: 'rename one',
});
export const ambiguousGroup = (name: string, group: string): Failure => ({
  code: 'ambiguous-name',
  message: `"${name}" is also the name of a node of the group "${group}"`,
  expected: 'names that do not meet',
  hint: 'rename the group',
});
export const reservedName = (name: string): Failure => ({
  code: 'reserved-name',
  message: `"${name}" means all nodes and cannot be the name of a group`,
  hint: 'rename the group',
});
export const noStop = (): Failure => ({
  code: 'no-stop',
  message: 'nothing says when submissions end',
  expected: 'a number of tasks, a time, or both',
  hint: 'write "stop: { tasks: 1000 }" or "stop: { after: 10 min }"',
});
export const warmupTooLong = (stop: string): Failure => ({
  code: 'warmup-too-long',
  message: 'the warm-up is part of the count of "stop", and leaves nothing to measure',
  expected: `less than ${stop}`,
  hint: 'shorten "warmup" or lengthen "stop"',
});
export const unknownDevice = (name: string, known: readonly string[]): Failure => ({
  ...unknownName('device', name, known),
  hint:
    didYouMean(name, known).hint ?? `there is no built-in catalogue of devices yet; define "${name}" under "devices"`,
});
export const strangeParameter = (
  key: string,
  strategy: string,
  own: readonly string[],
  known: readonly string[],
): Failure => ({
  code: UNKNOWN_KEY,
  message: `no strategy has a parameter "${key}"`,
  expected: own.length === 0 ? `nothing: ${strategy} has no parameters` : `parameters of ${strategy}: ${list(own)}`,
  got: key,
  ...didYouMean(key, known),
});
export const badStrategyFile = (why: string): Failure => ({
  code: 'bad-strategy-file',
  message: `this file of yours cannot be used as a strategy: ${why}`,
  expected: 'a module that exports a strategy',
  hint: 'compare it with the built-in strategies',
});
export const badThreshold = (): Failure => ({
  code: 'bad-threshold',
  message: 'this is not a threshold',
  expected: 'metric, comparison (<, <=, >, >=, == or !=) and bound',
  hint: 'write it as in "latency.p99 < 250 ms"',
});
export const badBound = (metric: string, bound: string, unit: string): Failure => ({
  code: 'bad-bound',
  message: `"${bound}" is not a value of ${metric}`,
  expected: unit,
  hint: 'use a unit of the metric, or a bare number in its SI unit',
});
export const badSeeds = (limit: number): Failure => ({
  code: 'bad-seeds',
  message: 'this does not name seeds',
  expected: `a range such as 1..200, of at most ${limit} seeds`,
  hint: 'write the first and the last seed, with two dots between',
});

// Notes: not wrong, but worth knowing.

export const inertParameter = (key: string, strategy: string, owners: readonly string[]): string =>
  `scheduling.${key} has no effect on ${strategy}: it belongs to ${owners.join(', ')}`;
export const excludesNothing = (what: string): string => `exclude: ${what} matches no cell`;
