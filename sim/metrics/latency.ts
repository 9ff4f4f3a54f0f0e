// latency.*: from a client's submission until it holds the accepted result.

import { MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import { RESULT_HELD } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';
import { Samples } from './samples.ts';

/** Ascending, as `Samples` likes them. */
const QUANTILES = [
  ['latency.p50', 0.5],
  ['latency.p95', 0.95],
  ['latency.p99', 0.99],
  ['latency.p999', 0.999],
] as const;

export const latency: MetricDefinition = {
  provides: [
    { name: 'latency.mean', unit: 'seconds', description: 'client submits to client holds the accepted result' },
    ...QUANTILES.map(([name, p]) => ({
      name,
      unit: 'seconds' as const,
      description: `exact ${p} quantile of the latency of completed tasks`,
    })),
  ],
  create: ({ window }) => {
    const samples = new Samples();
    return {
      on: {
        [RESULT_HELD]: ({ task, status, submitted }, at): void => {
          if (status === 'completed' && window.contains(task)) samples.push(at - submitted);
        },
      },
      values: () => {
        if (samples.length === 0) return {};
        const values: Record<string, number> = { 'latency.mean': samples.mean() / MICROSECONDS_PER_SECOND };
        for (const [name, p] of QUANTILES) values[name] = samples.quantile(p) / MICROSECONDS_PER_SECOND;
        return values;
      },
    };
  },
};
