// The hold model (Jones, CACM 29(4), 1986): N events are always pending, and each schedules its successor. The kernel
// with all it does for an event (dispatch, cancel handles, fingerprint) against a plain loop on a typed binary heap.

import { Bench } from 'tinybench';

import { AT_ARRIVAL, Kernel, openStream } from '../sim/kernel/index.ts';
import { exponential } from '../sim/workload/index.ts';
import type { Row } from './table.ts';
import { HeapLoop } from './typed-heap.ts';

const PENDING = [1_000, 100_000, 1_000_000];
const EVENTS = 500_000;
const MEAN_GAP = 1_000_000;
const GAPS = 65_536;

export async function holdModel(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const pending of PENDING) {
    const bench = new Bench({ time: 2_000, warmupTime: 500, iterations: 8 });
    bench.add('kernel', kernelRun(pending));
    bench.add('typed binary heap', heapRun(pending));
    await bench.run();
    const [kernel, heap] = bench.tasks.map((task) => rate(task.result));
    rows.push({
      what: `hold model, ${pending.toLocaleString('en')} pending`,
      figure: `${millions(kernel!)} M events/s`,
      baseline: `typed binary heap ${millions(heap!)} M events/s`,
      ratio: kernel! / heap!,
    });
  }
  return rows;
}

function gaps(): Float64Array {
  const random = openStream(1, 'hold');
  return Float64Array.from({ length: GAPS }, () => Math.round(MEAN_GAP * exponential(random)));
}

function kernelRun(pending: number): () => void {
  const gap = gaps();
  const kernel = new Kernel();
  let next = 0;
  let left = 0;
  const hold = {
    occur: (key: number): void => {
      kernel.occurAt(kernel.now + gap[next++ & (GAPS - 1)]!, AT_ARRIVAL, index, key);
      if (--left === 0) kernel.stop();
    },
  };
  const index = kernel.know(hold);
  for (let key = 0; key < pending; key++) kernel.occurAt(gap[next++ & (GAPS - 1)]!, AT_ARRIVAL, index, key);
  return () => {
    left = EVENTS;
    kernel.run();
  };
}

function heapRun(pending: number): () => void {
  const gap = gaps();
  const loop = new HeapLoop(pending + 1);
  let next = 0;
  const hold = {
    occur: (key: number): void => {
      loop.schedule(loop.now + gap[next++ & (GAPS - 1)]!, 0, key);
    },
  };
  for (let key = 0; key < pending; key++) loop.schedule(gap[next++ & (GAPS - 1)]!, 0, key);
  return () => {
    loop.run(EVENTS, [hold]);
  };
}

/** Events per second of a task whose every iteration ran EVENTS of them, by its median. */
function rate(result: Bench['tasks'][number]['result']): number {
  if (result.state !== 'completed') throw new Error(`benchmark ${result.state}`);
  return EVENTS / (result.latency.p50 / 1_000);
}

const millions = (perSecond: number): string => (perSecond / 1e6).toFixed(1);
