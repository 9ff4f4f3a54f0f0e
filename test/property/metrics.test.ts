// Metrics against a reference that keeps every fact and computes each figure from lists, by its definition.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../core/foundation/index.ts';
import { RESULT_HELD } from '../../core/protocol/index.ts';
import { collect, metrics, type WarmupRule, Window } from '../../sim/metrics/index.ts';
import { type Event, history, of, outages, stories, warmups } from './metrics-histories.ts';
import { reference } from './metrics-reference.ts';

function folded(events: readonly Event[], warmup: WarmupRule, end: number): Readonly<Record<string, number>> {
  const window = new Window(warmup);
  const folds = metrics.map((definition) => definition.create({ window }));
  for (const { tell } of events) for (const { on } of [window, ...folds]) tell(on);
  return collect(folds, instant(end));
}

describe('metrics', () => {
  it('are what their definitions say', () => {
    fc.assert(
      fc.property(
        fc.array(stories, { maxLength: 12 }),
        fc.array(outages, { maxLength: 3 }),
        warmups,
        fc.nat(60),
        (plot, downs, warmup, early) => {
          const whole = history(plot, downs);
          const heldBy = Math.max(0, ...of(whole, RESULT_HELD).map(({ at }) => at));
          // The run ends once every client knows; copies may still run then.
          const end = heldBy + early;
          const events = whole.filter(({ at }) => at <= end);
          const found = folded(events, warmup, end);
          const expected = reference(events, warmup, end);
          expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
          for (const [name, value] of Object.entries(found)) expect(value, name).toBeCloseTo(expected[name]!, 9);
        },
      ),
      { numRuns: 500 },
    );
  });
});
