// Sentences about task graphs, tables, and places and hours: a part of messages.ts.

import type { Failure } from '../../core/foundation/index.ts';
import { type Names, say } from './say.ts';

// Task graphs.

export const graphCircle = (tasks: Names): Failure =>
  say('graph-circle', `these tasks need one another in a circle: ${tasks.join(' -> ')}`, {
    expected: 'a graph without circles',
    hint: 'remove one of the edges',
  });
export const edgeTwice = (from: string, to: string): Failure =>
  say('edge-twice', `there are two edges from "${from}" to "${to}"`, { hint: 'keep one' });
export const noTimeOn = (task: string, group: string, device: string): Failure =>
  say('no-time', `it is not said how long task "${task}" takes on group "${group}"`, {
    expected: `a time for the group "${group}", its device "${device}" or each of its nodes`,
    hint: `add "${group}" to its "time"`,
  });
export const graphAndWork = (key: string): Failure =>
  say('either-or', `"${key}" means nothing for a task graph, which says how much work its tasks are`, {
    hint: `remove "${key}" or "graph"`,
  });

// Tables, churn and hours.

export const emptyTable = (file: string, columns: Names): Failure =>
  say('empty-table', `there is no row in ${file}`, { expected: `a first line "${columns.join()}", and rows below it` });
export const wrongHeader = (columns: Names): Failure =>
  say('wrong-header', 'the first line does not name the columns', {
    expected: columns.join(),
    hint: `write "${columns.join()}" as the first line`,
  });
export const wrongFields = (columns: Names): Failure =>
  say('wrong-fields', 'this row does not have a value for each column', { expected: columns.join() });
export const badNodeNumber = (): Failure =>
  say('bad-node', 'this is not the number of a node', { expected: 'a whole number: 1 is the first node of the group' });
export const notAfter = (): Failure =>
  say('not-after', 'a node is online from an instant until a later one, each time after the last', {
    expected: 'rows of one node in order, that neither touch nor overlap',
  });
export const traceBeyond = (count: number): Failure =>
  say('trace-beyond', 'the trace is about more nodes than the group has', {
    expected: `node numbers from 1 to ${count}`,
    hint: 'raise "count", or cut the trace',
  });
export const badTime = (): Failure =>
  say('bad-time', 'this is not a time in UTC', {
    expected: 'a time of day (06:00) or a date and time (2020-06-21T06:00Z)',
  });
export const mixedTimes = (): Failure =>
  say('mixed-times', 'some times of this zone have a date and others do not', { expected: 'all of one form' });
export const notLater = (zone: string): Failure =>
  say('not-later', `the times of "${zone}" do not ascend`, { hint: 'sort the rows by zone and time' });
export const startWithoutDate = (): Failure =>
  say('start-without-date', 'the carbon intensities have dates, and the run has none', {
    expected: 'a date and time, such as 2020-06-21T06:00Z',
    hint: 'write "start" with a date',
  });
export const noEquilibrium = (key: string): Failure =>
  say('no-equilibrium', `the mean of "${key}" is infinite, so that churn has no equilibrium to start in`, {
    expected: 'a Pareto shape above 1',
    hint: 'write "start: up"',
  });
export const sleepsNever = (): Failure =>
  say('sleeps-never', '"from" and "until" are the same time', { expected: 'two different times of day' });
