// Shares of links, against cases solved by hand and against the law that defines them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitRate } from '../../../core/foundation/index.ts';
import { INPUT_ARRIVED } from '../../../core/protocol/index.ts';
import type { ResolvedGraph } from '../../../sim/scenario/index.ts';
import { maxMinShares } from '../../../sim/world/max-min.ts';
import { cell, constant, device, network, nodes, seconds, strategy, traceOf, workload } from '../../cells.ts';
import { runWatched } from '../../runs.ts';

describe('max-min fair shares', () => {
  it.each<[string, number[][], number[], number[]]>([
    ['one link is shared alike', [[0], [0], [0]], [9], [3, 3, 3]],
    // Bertsekas and Gallager's example: three links of 1; a long flow over all, one on the first, two on the second.
    [
      'what a bottleneck leaves goes to the others',
      [[0, 1, 2], [0], [1], [1], [2]],
      [1, 1, 1],
      [1 / 3, 2 / 3, 1 / 3, 1 / 3, 2 / 3],
    ],
    [
      'a slow receiver',
      [
        [0, 1],
        [0, 2],
      ],
      [10, 2, 100],
      [2, 8],
    ],
    [
      'two senders, one receiver',
      [
        [0, 2],
        [1, 2],
      ],
      [3, 10, 10],
      [3, 7],
    ],
    ['links that never fill', [[0], [1]], [Infinity, 5], [Infinity, 5]],
    ['nothing at all', [], [1], []],
  ])('%s', (_, flows, capacities, shares) => {
    const found = maxMinShares(flows, capacities);
    expect(found).toHaveLength(shares.length);
    for (const [flow, share] of shares.entries()) expect(found[flow]).toBeCloseTo(share, 12);
  });

  it('fill no link beyond its capacity, and leave no flow that could grow without one of no greater share', () => {
    const links = 5;
    const flow = fc.uniqueArray(fc.nat(links - 1), { minLength: 1, maxLength: 3 });
    const capacity = fc.integer({ min: 1, max: 100 });
    const problem = fc.tuple(
      fc.array(flow, { maxLength: 8 }),
      fc.array(capacity, { minLength: links, maxLength: links }),
    );
    fc.assert(
      fc.property(problem, ([flows, capacities]) => {
        const shares = maxMinShares(flows, capacities);
        const used = capacities.map((_, link) =>
          flows.reduce((sum, on, at) => sum + (on.includes(link) ? shares[at]! : 0), 0),
        );
        for (const [link, sum] of used.entries()) expect(sum).toBeLessThanOrEqual(capacities[link]! + 1e-9);
        for (const [at, on] of flows.entries()) {
          const bottleneck = on.some((link) => {
            const full = used[link]! >= capacities[link]! - 1e-9;
            return full && flows.every((other, n) => !other.includes(link) || shares[n]! <= shares[at]! + 1e-9);
          });
          expect(bottleneck).toBe(true);
        }
      }),
    );
  });
});

it('two transfers out of one link take turns neither: each gets half of it, and the rest when the other is done', async () => {
  // a's output of 1 MB goes to b and one of 3 MB to c, over 8 Mbit/s: half each for 2 s, then 2 MB are left for 2 s.
  const graph: ResolvedGraph = {
    tasks: [
      { name: 'a', time: { pi: seconds(1), b: seconds(9), c: seconds(9) } },
      { name: 'b', time: { pi: seconds(50), b: seconds(1), c: seconds(50) } },
      { name: 'c', time: { pi: seconds(50), b: seconds(50), c: seconds(1) } },
    ],
    edges: [
      { from: 0, to: 1, time: 0, bytes: 1e6 },
      { from: 0, to: 2, time: 0, bytes: 3e6 },
    ],
  };
  const fast = device({ up: bitRate(8e6), down: bitRate(1e9) });
  const { chronicle } = await runWatched(
    cell({
      nodes: [
        nodes(1, { device: fast }),
        nodes(1, { group: 'b', device: fast }),
        nodes(1, { group: 'c', device: fast }),
      ],
      network: network({ latency: constant(0) }),
      workload: [workload({ graph, arrivals: traceOf(0) })],
      scheduling: strategy('heft'),
      stop: {},
    }),
  );
  const arrivals = chronicle.of(INPUT_ARRIVED).map(({ at }) => at);
  expect(arrivals[0]).toBeCloseTo(3, 2);
  expect(arrivals[1]).toBeCloseTo(5, 2);
});
