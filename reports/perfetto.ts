// trace.json.gz: the recorded runs for ui.perfetto.dev, in the Trace Event Format. A process is a cell, a thread is a slot
// of a node; times are microseconds of virtual time.

import { gzipSync } from 'node:zlib';
import type { RunDetail, RunRecord } from '../sim/results/index.ts';

const MICROSECONDS_PER_SECOND = 1_000_000;

type TraceEvent = Readonly<Record<string, unknown>>;

export function perfettoTrace(records: readonly RunRecord[]): Uint8Array {
  const traceEvents = records.flatMap(({ cell, seed, end, detail }, index) =>
    detail === undefined ? [] : eventsOf(index + 1, `cell ${cell}, seed ${seed}`, detail, end),
  );
  return gzipSync(JSON.stringify({ traceEvents, displayTimeUnit: 'ms' }));
}

function eventsOf(pid: number, name: string, { tasks, executions }: RunDetail, end: number): TraceEvent[] {
  const lanes = new Lanes();
  const spans = executions.started.map((started, at): TraceEvent => {
    const ended = executions.ended[at]!;
    const until = Number.isNaN(ended) ? end : ended;
    const task = executions.task[at]!;
    return {
      name: `${tasks.workload[task]!} ${task}`,
      cat: executions.finished[at]! ? 'execution' : 'aborted',
      ph: 'X',
      pid,
      tid: lanes.take(executions.node[at]!, started, until),
      ts: started * MICROSECONDS_PER_SECOND,
      dur: (until - started) * MICROSECONDS_PER_SECOND,
      args: { copy: executions.copy[at]!, status: tasks.status[task]! },
    };
  });
  const threads = lanes.names.map((lane, tid): TraceEvent => {
    return { name: 'thread_name', ph: 'M', pid, tid: tid + 1, args: { name: lane } };
  });
  return [{ name: 'process_name', ph: 'M', pid, args: { name } }, ...threads, ...spans];
}

/** Executions in the order of their starts, each on the first slot of its node that is free. */
class Lanes {
  readonly names: string[] = [];
  private readonly byNode: Map<string, { readonly tid: number; until: number }[]> = new Map<
    string,
    { readonly tid: number; until: number }[]
  >();

  take(node: string, from: number, until: number): number {
    const lanes = this.byNode.get(node) ?? [];
    this.byNode.set(node, lanes);
    const free = lanes.find((lane) => lane.until <= from);
    if (free !== undefined) {
      free.until = until;
      return free.tid;
    }
    const tid = this.names.push(`${node}, slot ${lanes.length + 1}`);
    lanes.push({ tid, until });
    return tid;
  }
}
