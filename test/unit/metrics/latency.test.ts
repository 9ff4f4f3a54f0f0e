import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

function latencies(...seconds: number[]): Readonly<Record<string, number>> {
  const stage = new Stage().at(1);
  const tasks = seconds.map(() => stage.submit());
  seconds
    .map((span, index) => ({ span, index }))
    .sort((a, b) => a.span - b.span)
    .forEach(({ span, index }) => stage.at(1 + span).hold(tasks[index]!));
  return stage.values();
}

describe('latency', () => {
  it('takes exact type-7 quantiles', () => {
    const values = latencies(10, 9, 100, 2);
    expect(values['latency.mean']).toBeCloseTo(30.25, 12);
    expect(values['latency.p50']).toBeCloseTo(9.5, 12);
    expect(values['latency.p95']).toBeCloseTo(10 + 0.85 * 90, 12);
    expect(values['latency.p99']).toBeCloseTo(10 + 0.97 * 90, 12);
    expect(values['latency.p999']).toBeCloseTo(10 + 0.997 * 90, 12);
  });

  it('sorts numerically and gives one sample for every quantile', () => {
    const values = latencies(3);
    expect(['mean', 'p50', 'p95', 'p99', 'p999'].map((figure) => values[`latency.${figure}`])).toEqual([3, 3, 3, 3, 3]);
  });

  it('holds more samples than its first column has room for', () => {
    const spans = Array.from({ length: 5000 }, (_, index) => (index + 1) / 1000);
    expect(latencies(...spans)['latency.p50']).toBeCloseTo(2.5005, 12);
  });

  it('counts only completed tasks, and is absent if there are none', () => {
    const stage = new Stage();
    const [failed, expired, done] = [stage.submit(), stage.submit(), stage.submit()];
    stage.at(1).hold(failed, 'failed').hold(expired, 'expired');
    expect(stage.values()).not.toHaveProperty(['latency.mean']);
    expect(stage.at(4).hold(done).values()['latency.mean']).toBe(4);
  });
});
