// What may be wrong with nodes that lie.

import type { Failure } from '../../core/foundation/index.ts';
import { say } from './say.ts';

export const namesAndChurn = (key: string): Failure =>
  say('names-and-churn', `a machine that goes by several names cannot have "${key}" as well`, {
    hint: `remove "${key}", or the behaviour that has "identities"`,
  });
export const namesAndTraining = (behaviour: string): Failure =>
  say('names-and-training', `a ${behaviour} is of no use where a model is trained: data is dealt out by node`, {
    hint: 'remove it, or the section "federated"',
  });
export const namedTwice = (one: string, other: string): Failure =>
  say('named-twice', `${one} and ${other} both give a machine several names`, { hint: 'keep one of the two' });
export const nobodyToDivide = (behaviour: string): Failure =>
  say('nobody-to-divide', `an ${behaviour} says different things to different coordinators, and there is one`, {
    hint: 'make it a federation, such as coordinators: { count: 4 }',
  });
export const noBytes = (behaviour: string): Failure =>
  say('no-bytes', `a ${behaviour} gives nodes the wrong bytes, and they fetch none`, {
    hint: 'name a real "task" in this workload, or remove the behaviour',
  });
