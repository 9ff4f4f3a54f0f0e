// What is wrong with what is to be done in truth.

import type { Failure } from '../../core/foundation/index.ts';
import { say } from './say.ts';

export const nothingToExecute = (execution: string): Failure =>
  say('nothing-to-execute', `execution is "${execution}", and no workload has a "task"`, {
    hint: 'name a task in a workload, such as task: classify-digit, or remove this key',
  });
export const runtimeMissing = (name: string, why: string): Failure =>
  say('runtime-missing', `the runtime ${name} cannot be used here: ${why}`, {
    hint: 'install it, name another, or add "fallback: v8" beside it',
  });
export const runtimeOfNothing = (runtime: string): Failure =>
  say('nothing-to-execute', `the runtime is ${runtime}, and nothing is executed: all work is modelled`, {
    hint: 'name a task in a workload, such as task: classify-digit, or remove this key',
  });
export const fallbackOfNothing = (): Failure =>
  say('fallback-of-nothing', 'a fallback stands in for a "runtime", and none is named', {
    hint: 'name it, or remove this key',
  });
export const fellBack = (runtime: string, fallback: string, why: string): string =>
  `${fallback} executes tasks in the place of ${runtime}: ${why}.`;

export const nothingToProve = (proof: string, why: string): Failure =>
  say('nothing-to-prove', `proofs are "${proof}", and ${why}`, {
    hint: 'prove tasks under verification: zk, such as task: digit-tree, or remove this key',
  });
export const notCalibrated = (circuit: string): Failure =>
  say('not-calibrated', `this calibration says nothing of the circuit ${circuit}`, {
    hint: `ambient calibrate --circuit ${circuit}`,
  });
