// What the clock of a run can tell: virtual time is counted in whole microseconds.

import { mean } from './mean.ts';
import * as messages from './messages.ts';
import type { Cell, NodeGroup, ResolvedWorkload } from './types.ts';

/** A time that is shorter, and not 0, would become a whole one. */
const TICK = 1;
/** Below so many, rounding moves the mean of an exponential time m by more than half a percent: by 1 / (2 m^2). */
const COARSE = 10;
const MICROSECONDS = 1e6;

export const isFinerThanClock = (microseconds: number): boolean => microseconds > 0 && microseconds < TICK;
const isCoarse = (microseconds: number): boolean => microseconds > 0 && microseconds < COARSE;

/** Amounts of gas that the fastest node executes in less than the clock can tell: they take a whole microsecond. */
export function fastGas(
  workload: readonly Pick<ResolvedWorkload, 'work' | 'graph' | 'task'>[],
  nodes: readonly NodeGroup[],
): string[] {
  const speed = Math.max(...nodes.map(({ device }) => device.speed));
  return workload.flatMap(({ work, graph, task }, index) => {
    const single = work.unit === 'gas' && task === undefined ? [mean(work.amount)] : [];
    const inGraph = (graph?.tasks ?? []).flatMap(({ gas }) => (gas === undefined ? [] : [gas]));
    const tooFast = [...single, ...inGraph].some((gas) => isFinerThanClock((gas / speed) * MICROSECONDS));
    return tooFast ? [messages.fastGas(`workload[${index}].${graph === undefined ? 'work.gas' : 'graph'}`)] : [];
  });
}

/** What a reader should know of times that are hardly longer than the clock can tell. */
export function coarseTimes({ workload, network }: Pick<Cell, 'workload' | 'network'>): string[] {
  const works = workload.flatMap(({ work: { unit, amount, times = {} } }, index) => {
    const path = `workload[${index}].work`;
    const own = unit === 'time' ? [[`${path}.time`, amount] as const] : [];
    return [...own, ...Object.entries(times).map(([name, time]) => [`${path}.times.${name}`, time] as const)];
  });
  const delays = network.ideal ? [] : [['network.latency', network.latency] as const];
  return [...works, ...delays]
    .filter(([, distribution]) => distribution.kind !== 'constant' && isCoarse(mean(distribution)))
    .map(([path]) => messages.coarseClock(path));
}
