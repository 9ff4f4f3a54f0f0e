// Sentences about the section `federated`.

import type { Failure } from '../../core/foundation/index.ts';
import { type Names, say } from './say.ts';

export const theoremForbids = (rule: string, needed: string, participants: number): Failure =>
  say('theorem-forbids', `${rule} promises nothing with so few participants`, {
    expected: needed,
    got: `${participants} participants`,
    hint: 'use more participants, a smaller f, or another rule',
  });
export const looksAtUpdates = (rule: string, guard: string, rules: Names): Failure =>
  say('looks-at-updates', `${rule} judges single updates, which "${guard}" does not let it see`, {
    expected: rules.join(', '),
    got: rule,
    hint: `use one of these, or leave "${guard}" out`,
  });
export const unknownDataSet = (name: string): Failure =>
  say('unknown-name', `there is no data set "${name}"`, {
    expected: 'mnist, or a path such as ./digits.csv',
    got: name,
    hint: name.toLowerCase() === 'mnist' ? 'write "mnist"' : `for a file of your own write "./${name}"`,
  });
export const onlyOfOwnData = (key: string): Failure =>
  say('needs-key', `"${key}" is about a data set of your own, and this is mnist`, {
    hint: `name your files under "set", or remove "${key}"`,
  });
export const heldOfTest = (): Failure =>
  say('either-or', 'there is a test of its own, so that nothing is held back', { hint: 'remove "held", or "test"' });
export const tooFewExamples = (examples: number, trainers: number): Failure =>
  say('too-few-examples', `${trainers} nodes train, and there are ${examples} examples for them`, {
    expected: `${trainers} examples at least`,
    hint: 'use fewer nodes, or more data',
  });
export const notWithScaffold = (optimiser: string): Failure =>
  say('theorem-forbids', `scaffold corrects plain steps, and "${optimiser}" scales them`, {
    expected: 'sgd',
    hint: 'use "optimiser: sgd", or another rule',
  });
export const rangeTooSmall = (least: number, clip: number): Failure =>
  say('out-of-range', `honest updates of length ${clip} and their noise would be cut off`, {
    expected: `${rounded(least)} at least`,
    hint: 'leave "range" out: it then follows from "privacy"',
  });
export const gridTooCoarse = (rounding: number, most: number): Failure =>
  say('out-of-range', 'so few bits over so wide a range round more than the noise hides', {
    expected: `a rounding of the sum of ${rounded(most)} at most, a tenth of the noise`,
    got: rounded(rounding),
    hint: 'use more "bits", or a smaller "range"',
  });
export const nobodyLies = (): Failure =>
  say('missing', 'an attack needs somebody who attacks', {
    expected: 'groups of nodes under "liars"',
    hint: 'write "liars: [GROUP]"',
  });
export const onlyUnverified = (): Failure =>
  say('only-unverified', 'updates of nodes with different data cannot be compared', {
    expected: 'the policy "proof-of-training" or "none" where there is a section "federated"',
    hint: 'write "policy: proof-of-training", or leave "verification" out; robust aggregation rules bear liars',
  });
export const nothingToTrain = (): Failure =>
  say('needs-key', 'there is no training to prove', {
    expected: 'a section "federated"',
    hint: 'add one, or use the policy "sampled", which draws segments of any task',
  });
export const onlyTraining = (): Failure =>
  say('only-training', 'the policy "proof-of-training" is about training, and there are other tasks', {
    hint: 'remove "workload", or use the policy "none"',
  });
export const revealsTooMuch = (guard: string): Failure =>
  say('reveals-data', `whoever checks training sees the examples of drawn slices, and models, which "${guard}" hides`, {
    hint: `use the policy "none", or leave "${guard}" out`,
  });
export const secretState = (): Failure =>
  say('not-committed', 'steps of scaffold depend on a control variate that a trainer keeps for itself', {
    expected: 'a rule whose steps follow from model and data alone',
    hint: 'use another rule, or the policy "none"',
  });
export const trainingIsReal = (): Failure =>
  say('out-of-range', 'training cannot be modelled: what it comes to is what is asked', {
    expected: 'real or memoised, where there is a section "federated"',
  });

const rounded = (value: number): string => String(Number(value.toPrecision(4)));
