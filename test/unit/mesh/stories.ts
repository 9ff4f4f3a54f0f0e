// What happened to each copy of a run, as lines that a person can check.

import {
  COPY_CANCELLED,
  EXECUTION_ABORTED,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  RESULT_HELD,
  TASK_ASSIGNED,
  TASK_SETTLED,
} from '../../../core/protocol/index.ts';
import type { WatchedRun } from '../../runs.ts';

const SEQUENCE = 2 ** 32;

/** Lines such as `5 start 0/1 at 3`: second, what, task/copy, party. Tasks of the first client count from 0. */
export function storyOf({ chronicle }: WatchedRun): string[] {
  return chronicle.all.flatMap(({ code, fact, at, party }) => {
    if (!('task' in fact)) return [];
    const name = String(fact.task % SEQUENCE);
    const copy = 'copy' in fact ? `${name}/${fact.copy}` : name;
    const node = 'node' in fact ? ` ${fact.node}` : '';
    switch (code) {
      case TASK_ASSIGNED:
        return [`${at} assign ${copy} to${node}`];
      case EXECUTION_STARTED:
        return [`${at} start ${copy} at ${party}`];
      case EXECUTION_FINISHED:
        return [`${at} finish ${copy} at ${party}`];
      case EXECUTION_ABORTED:
        return [`${at} abort ${copy} at ${party}`];
      case COPY_CANCELLED:
        return [`${at} recall ${copy} from${node}`];
      case TASK_SETTLED:
        return [`${at} settle ${name} ${'reason' in fact && fact.reason !== 'none' ? fact.reason : 'completed'}`];
      case RESULT_HELD:
        return [`${at} held ${name}`];
      default:
        return [];
    }
  });
}

/** The lines that begin, after their second, with one of these words. */
export const linesOf = (run: WatchedRun, ...words: readonly string[]): string[] =>
  storyOf(run).filter((line) => words.includes(line.split(' ')[1]!));
