// A node that crashes at random, against a list of what it accepted and did not answer.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bench } from '../unit/node/bench.ts';

type Step =
  | { readonly kind: 'assign' }
  | { readonly kind: 'probe' }
  /** Which of the open entries, by its place. */
  | { readonly kind: 'cancel'; readonly place: number }
  | { readonly kind: 'finish'; readonly place: number }
  | { readonly kind: 'crash' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Step>({ kind: 'assign' }, { kind: 'probe' }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'finish' as const), place: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'crash' }) },
);

/** `task/copy` of what is open, in the order of acceptance. */
class Model {
  readonly open: string[] = [];
  private next = 0;

  accept(): { name: number; copy: number } {
    // Few names and many numbers: probes of one batch, and copies of one task.
    const entry = { name: this.next % 3, copy: this.next };
    this.next++;
    this.open.push(`${entry.name}/${entry.copy}`);
    return entry;
  }

  remove(entry: string): void {
    this.open.splice(this.open.indexOf(entry), 1);
  }
}

function play(script: readonly Step[], slots: number): void {
  const model = new Model();
  let bench = new Bench({ durable: true, slots });
  for (const step of script) {
    if (step.kind === 'assign' || step.kind === 'probe') {
      const { name, copy } = model.accept();
      bench.hear(step.kind === 'assign' ? bench.assign(name, copy) : bench.probe(name, copy));
    } else if (step.kind === 'crash') {
      const { log } = bench.host;
      bench = new Bench({ durable: true, slots, epoch: bench.epoch + 1, log });
    } else if (step.kind === 'cancel') {
      const entry = model.open[step.place % Math.max(1, model.open.length)];
      if (entry === undefined) continue;
      const [task, copy] = entry.split('/').map(Number);
      bench.hear(bench.cancel(task!, copy));
      model.remove(entry);
    } else {
      const running = [...bench.host.running.values()];
      const work = running[step.place % Math.max(1, running.length)];
      if (work === undefined) continue;
      bench.host.finish(bench.node, work.task);
      const ended = [...running].find((candidate) => ![...bench.host.running.values()].includes(candidate))!;
      model.remove(`${ended.task}/${ended.copy}`);
    }
    expect(openAfterCrash(bench)).toEqual(model.open);
  }
}

/** What the next life would take up: run one at a time, in order, every claim answered by its own assignment. */
function openAfterCrash(bench: Bench): string[] {
  const next = new Bench({ durable: true, slots: 1, epoch: bench.epoch + 1, log: [...bench.host.log] });
  const order: string[] = [];
  for (;;) {
    for (const { task, copy } of next.host.taken('claim')) next.hear(next.assign(task, copy));
    const work = [...next.host.running.values()][0];
    if (work === undefined) return order;
    order.push(`${work.task}/${work.copy}`);
    next.host.finish(next.node, work.task);
  }
}

describe('the journal of a node', () => {
  it('gives the next life what was open, in the order it was accepted', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (script, slots) =>
        play(script, slots),
      ),
      { numRuns: 150 },
    );
  });

  it('does not grow with what has passed', () => {
    const bench = new Bench({ durable: true });
    for (let task = 0; task < 5_000; task++) {
      bench.hear(bench.assign(task));
      bench.host.finish(bench.node, task);
    }
    expect(bench.host.log.length).toBeLessThan(300);
    for (let task = 0; task < 1_000; task++) bench.hear(bench.assign(task));
    expect(openAfterCrash(bench)).toEqual(Array.from({ length: 1_000 }, (_, task) => `${task}/0`));
  });
});
