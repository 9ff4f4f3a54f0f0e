// Every sentence that a person may read about a scenario, in one place. Where it belongs is added by who knows.

import type { Failure } from '../../core/foundation/index.ts';
import { didYouMean, list, type Names, oneOf, say } from './say.ts';

export * from './fault-messages.ts';
export * from './federated-messages.ts';
export * from './fidelity-messages.ts';
export * from './liar-messages.ts';
export * from './place-messages.ts';
export { suggestion } from './say.ts';

export const WRONG_TYPE = 'wrong-type';
export const MISSING = 'missing';
export const EMPTY = 'empty';
export const UNKNOWN_KEY = 'unknown-key';
export const NOT_ONE = 'not-exactly-one';

// The shape of values.

export const wrongType = (expected: string): Failure =>
  say(WRONG_TYPE, 'this is not the kind of value that belongs here', { expected });
export const missing = (expected: string): Failure => say(MISSING, 'a value is missing', { expected });
export const empty = (expected: string): Failure =>
  say(EMPTY, 'the value is empty', { expected, hint: 'write a value, or remove the key to use its default' });
export const unknownKey = (key: string, allowed: Names): Failure =>
  say(UNKNOWN_KEY, `there is no key "${key}" here`, {
    expected: oneOf(allowed),
    got: key,
    ...didYouMean(key, allowed),
  });
export const notOne = (noun: string, kinds: Names, given: Names): Failure =>
  say(NOT_ONE, `${noun} is chosen by exactly one key, and there are ${given.length === 0 ? 'none' : list(given)}`, {
    expected: oneOf(kinds),
    hint: given.length === 0 ? `write one of the keys ${list(kinds)}` : 'keep one of the keys',
  });
export const eitherOr = (one: string, other: string): Failure =>
  say('either-or', `this is neither ${one} nor ${other}`, {
    expected: `${one} or ${other}`,
    hint: 'give all keys of one form and none of the other',
  });
export const tooFew = (expected: string): Failure =>
  say('too-few', 'there must be at least one', { expected, hint: 'add one, or remove the key' });
export const tooMany = (what: string, limit: number): Failure =>
  say('too-many', `there are too many: ${what}`, { expected: `at most ${limit}` });
export const noNodes = (): Failure =>
  say('no-nodes', 'no group has a node', { expected: 'one node or more', hint: 'give a group a "count" above 0' });
export const notSupportedYet = (what: string, instead = 'remove it'): Failure =>
  say('not-supported-yet', `${what} is not supported yet`, { hint: instead });
export const unknownName = (noun: string, name: string, known: Names): Failure =>
  say('unknown-name', `there is no ${noun} "${name}"`, {
    expected: oneOf(known),
    got: name,
    ...didYouMean(name, known),
  });
export const unknownVersion = (): Failure =>
  say('unknown-version', 'this program reads version 1 of the format', { hint: 'write "version: 1"' });
export const tooManyFailures = (more: number): Failure =>
  say('more-failures', `and ${more} more`, { hint: 'correct those above first' });

// Numbers, quantities and names.

export const missingUnit = (value: string, expected: string, example: string): Failure =>
  say('missing-unit', `the number ${value} has no unit`, { expected, hint: `write a unit, as in "${example}"` });
export const notAQuantity = (expected: string, example: string): Failure =>
  say('bad-quantity', 'this is not a number with a unit', { expected, hint: `write it as in "${example}"` });
export const unknownUnit = (unit: string, noun: string, units: Names): Failure =>
  say('unknown-unit', `"${unit}" is not a unit of ${noun}`, {
    expected: oneOf(units),
    ...(unit === 'm' && units.includes('min')
      ? { hint: 'write "min" for minutes or "ms" for milliseconds' }
      : didYouMean(unit, units)),
  });
export const outOfRange = (expected: string, hint = 'write a value in this range'): Failure =>
  say('out-of-range', 'the value is out of range', { expected, hint });
export const finerThanClock = (): Failure =>
  say('finer-than-clock', 'this is shorter than a microsecond, which is all that the clock can tell', {
    expected: '1 us or more, or 0',
    hint: 'virtual time is counted in whole microseconds: use a longer unit of time throughout',
  });
export const sharesNotOne = (sum: number): Failure =>
  say('shares-not-one', 'the shares of the branches do not add up to 1', {
    expected: 'shares that add up to 1, or 100 %',
    got: String(sum),
  });
export const notWhole = (expected: string): Failure =>
  say('not-whole', 'the value is not a whole number', { expected });
export const badName = (noun: string): Failure =>
  say('bad-name', `this is not a name for ${noun}`, {
    expected: 'letters, digits and single hyphens or underscores, beginning with a letter',
    hint: 'a good name is, for example, "edge-node"',
  });
export const backwards = (low: string, high: string): Failure =>
  say('backwards', `${low} is more than ${high}`, {
    expected: `${low} at most ${high}`,
    hint: 'exchange the values, or write both',
  });
export const takenBeforeCredited = (): Failure =>
  say('taken-before-credited', 'the emergency keys could move a deposit before it is credited', {
    expected: '"confirmations" below "emergency"',
    hint: 'raise "emergency", or lower "confirmations"',
  });
export const tooManyCoins = (): Failure =>
  say('too-many-coins', 'the chain of a scenario has not so many coins to begin with', {
    expected: 'what "depositors" bring, with "float" and what fees may come to, below about 13,000 tokens',
    hint: 'lower "deposit", "depositors" or "float"',
  });
export const badCurve = (): Failure =>
  say('bad-curve', 'this is not a power curve: its loads do not rise from 0 to 1', {
    expected: 'at least two points, the first at load 0, the last at load 1',
    hint: 'write it as in "[[0, 4.5 W], [0.5, 9 W], [1, 12.7 W]]"',
  });
export const belowIdle = (): Failure =>
  say('below-idle', 'no load draws less than an idle device', { expected: 'no power below that at load 0' });
export const needsKey = (key: string, other: string): Failure =>
  say('needs-key', `"${key}" means nothing without "${other}"`, { hint: `add "${other}", or remove "${key}"` });
export const tooHotIdle = (temperature: string): Failure =>
  say('too-hot-idle', `an idle device would get ${temperature} warm, and throttle for ever`, {
    expected: '"throttle" above ambient + idle power x resistance',
    hint: 'raise "throttle", or lower "resistance" or the idle power',
  });
export const notAscending = (position: number): Failure =>
  say('not-ascending', `the instants of a trace ascend, but number ${position} is before the one above it`, {
    hint: 'sort the trace',
  });
export const neverMoves = (what: string): Failure =>
  say('no-time-between', `${what} is always 0, so that virtual time would never move on`, {
    expected: 'a positive mean',
  });
export const badSeeds = (limit: number): Failure =>
  say('bad-seeds', 'this does not name seeds', {
    expected: `a range such as 1..200, of at most ${limit} seeds`,
    hint: 'write the first and the last seed, with two dots between',
  });

// Texts and files.

export const badYaml = (code: string, message: string, hint = 'correct the YAML here'): Failure =>
  say(code, message, { expected: 'YAML 1.2', hint });
export const emptyDocument = (): Failure =>
  say('empty-file', 'there is nothing in this text', {
    expected: 'a scenario: a mapping that begins with "version: 1"',
  });
export const notAMapping = (): Failure =>
  say(WRONG_TYPE, 'a scenario is a mapping of keys to values', { expected: 'a mapping' });
export const severalDocuments = (): Failure =>
  say('several-documents', 'there is more than one YAML document in this file', {
    expected: 'one document',
    hint: 'put each scenario into its own file, or use "matrix" for variants',
  });
export const directive = (): Failure =>
  say('directive', 'YAML directives (lines that begin with %) are not supported', { hint: 'remove the line' });
export const tag = (): Failure =>
  say('tag', 'YAML tags (words that begin with !) are not supported', {
    hint: 'remove the tag; write text in quotes if it must stay text',
  });
export const mergeKey = (): Failure =>
  say('merge-key', 'merge keys (<<) are not supported', {
    hint: 'use "extends" to build on another file, or repeat the keys',
  });
export const notTextKey = (): Failure =>
  say('key-not-text', 'a key is not a plain text', { expected: 'a name', hint: 'write a name before the colon' });
export const unknownAnchor = (name: string): Failure =>
  say('unknown-anchor', `there is no anchor "&${name}" above this alias`, {
    hint: `write &${name} before the value that is meant`,
  });
export const circularAlias = (name: string): Failure =>
  say('circular-alias', `the alias "*${name}" stands inside of the value that it names`, { hint: 'write it out' });
export const aliasBomb = (limit: number): Failure =>
  say('alias-bomb', `aliases blow this text up to more than ${limit} values`, {
    hint: 'use fewer aliases, or a count',
  });
export const tooDeep = (limit: number): Failure =>
  say('too-deep', `values are nested more than ${limit} deep`, {
    expected: `at most ${limit} levels`,
    hint: 'check the brackets and the indentation',
  });
export const cannotRead = (file: string, why: string): Failure =>
  say('cannot-read', `cannot read ${file}: ${why}`, {
    expected: 'a text file',
    hint: 'check the path; it starts from the file that names it',
  });
export const fileTooLarge = (file: string, limit: string): Failure =>
  say('file-too-large', `${file} is too large`, { expected: `at most ${limit}` });
export const notUtf8 = (file: string): Failure =>
  say('not-utf8', `${file} is not a text in UTF-8`, { expected: 'UTF-8', hint: 'save it as UTF-8' });
export const missingDot = (name: string): Failure =>
  say('not-a-path', `"${name}" looks like a file, but a path begins with ./ or ../ or /`, {
    expected: 'a path',
    hint: `write "./${name}"`,
  });
export const emptyTrace = (file: string): Failure =>
  say('empty-trace', `there is no instant in ${file}`, {
    expected: 'one instant on each line, in seconds or with a unit',
  });

export const tooFewNodes = (copies: number, nodes: number): Failure =>
  say('too-few-nodes', `${copies} copies of a task go to different nodes, and there are ${nodes}`, {
    expected: `at most ${nodes}`,
  });
export const neverAnswered = (behaviour: string): Failure =>
  say('never-answered', `a ${behaviour} leaves tasks without an answer, and they do not expire`, {
    hint: 'give every workload an "expires", such as expires: 1 min',
  });
export const inputOfNothing = (): Failure =>
  say('input-of-nothing', 'an input belongs to a "task", and there is none', { hint: 'name the task, or remove it' });

// Layers.

export const extendsCycle = (files: Names): Failure =>
  say('extends-cycle', `these files extend one another in a circle: ${files.join(' -> ')}`, {
    hint: 'remove one "extends"',
  });
export const extendsTooLong = (limit: number): Failure =>
  say('extends-too-long', `the chain of "extends" is longer than ${limit} files`, { expected: `at most ${limit}` });
export const unknownEnvironment = (name: string, known: Names): Failure =>
  say('unknown-environment', `there is no environment "${name}"`, {
    expected: oneOf(known),
    got: name,
    ...didYouMean(name, known, 'define it under "environments", or leave --env out'),
  });
export const notInEnvironment = (key: string): Failure =>
  say('not-here', `"${key}" cannot be part of an environment`, { hint: 'move it to the top of the file' });
export const badSetting = (): Failure =>
  say('bad-setting', 'a setting is a path, an equals sign and a value', { expected: 'such as scheduling.d=3' });
export const notSettable = (key: string): Failure =>
  say('not-here', `"${key}" cannot be set by an option`, { hint: 'change the file' });
export const badPath = (): Failure =>
  say('bad-path', 'this is not a path', {
    expected: 'keys, names or indices joined by single dots, such as nodes.pi.count',
  });
export const noSuchElement = (step: string, names: Names, length: number): Failure =>
  say('no-such-element', `the list has no element "${step}"`, {
    expected: length === 0 ? 'a list with elements' : [...names, `an index from 0 to ${length - 1}`].join(', '),
    got: step,
    ...didYouMean(step, names, 'an element is named by its group, its name or its index'),
  });
export const nothingInside = (step: string, above: string): Failure =>
  say('nothing-inside', `${above} is a single value and has no "${step}" inside`, { hint: `set ${above} as a whole` });

// Cells.

export const unlikeLengths = (lengths: string): Failure =>
  say('unlike-lengths', `"zip" takes its lists element by element, but they are not equally long (${lengths})`, {
    expected: 'lists of equal length',
    hint: 'make them equally long, or use "matrix" for all combinations',
  });
export const factorTwice = (key: string): Failure =>
  say('factor-twice', `${key} is varied both by "matrix" and by "zip"`, { hint: 'keep one of the two' });
export const notAFactor = (head: string, allowed: Names): Failure =>
  say('not-a-factor', `"${head}" cannot be varied`, {
    expected: `a path that begins with ${oneOf(allowed)}`,
    got: head,
    ...didYouMean(head, allowed),
  });
export const tooManyCells = (count: number, limit: number): Failure =>
  say('too-many-cells', `this makes ${count} cells`, { expected: `at most ${limit} cells`, hint: 'vary fewer values' });
export const noCells = (): Failure => say('no-cells', '"exclude" leaves no cell', { hint: 'exclude less' });
export const sameCell = (one: string, other: string): Failure =>
  say('same-cell', `two cells have the same inputs: ${one}; and ${other}`, {
    expected: 'cells that differ in what they do',
    hint: 'remove the repeated value, or use "exclude"',
  });

// Between sections.

export const twice = (noun: string, name: string): Failure =>
  say('twice', `there are two ${noun}s with the name "${name}"`, { hint: 'rename or remove one' });
export const ambiguousGroup = (name: string, group: string): Failure =>
  say('ambiguous-name', `"${name}" is also the name of a node of the group "${group}"`, { hint: 'rename the group' });
export const reservedName = (name: string): Failure =>
  say('reserved-name', `"${name}" means something else already, and cannot be the name of a group`, {
    hint: 'rename the group',
  });
export const noStop = (): Failure =>
  say('no-stop', 'nothing says when submissions end', {
    expected: 'a number of tasks, a time, or both',
    hint: 'write "stop: { tasks: 1000 }" or "stop: { after: 10 min }"',
  });
export const nothingToDo = (): Failure =>
  say('missing', 'nothing is submitted', {
    expected: 'a section "workload" with a workload at least, or a section "federated"',
    hint: 'write "workload: [{ work: { time: 1 s }, arrivals: { poisson: 1 /s } }]"',
  });
export const coarseClock = (path: string): string =>
  `${path} is a few microseconds: virtual time has whole ones, so that its mean may be off by a percent or more`;
export const fastGas = (path: string): string =>
  `${path} takes the fastest node less than a microsecond, and is counted as a whole one`;
export const warmupTooLong = (stop: string): Failure =>
  say('warmup-too-long', 'the warm-up is part of the count of "stop", and leaves nothing to measure', {
    expected: `less than ${stop}`,
    hint: 'shorten "warmup" or lengthen "stop"',
  });
export const unknownDevice = (name: string, known: Names): Failure => ({
  ...unknownName('device', name, known),
  ...didYouMean(name, known, `"ambient list devices" shows the built-in ones; define others under "devices"`),
});
export const strangeParameter = (key: string, noun: string, name: string, own: Names, known: Names): Failure =>
  say(UNKNOWN_KEY, `no ${noun} has a parameter "${key}"`, {
    expected: own.length === 0 ? `nothing: ${name} has no parameters` : `of ${name}: ${list(own)}`,
    got: key,
    ...didYouMean(key, known),
  });
export const badThreshold = (): Failure =>
  say('bad-threshold', 'this is not a threshold', {
    expected: 'metric, comparison (<, <=, >, >=, == or !=) and bound',
    hint: 'write it as in "latency.p99 < 250 ms"',
  });
export const badBound = (metric: string, bound: string, expected: string): Failure =>
  say('bad-bound', `"${bound}" is not a value of ${metric}`, {
    expected,
    hint: 'use a unit of the metric, or a bare number in its SI unit',
  });

// Notes: not wrong, but worth knowing.

export const inertParameter = (path: string, name: string, owners: Names): string =>
  `${path} has no effect on ${name}: it belongs to ${owners.join(', ')}`;
export const excludesNothing = (what: string): string => `exclude: ${what} matches no cell`;
