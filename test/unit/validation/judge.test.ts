import { describe, expect, it } from 'vitest';
import { metric } from '../../validation/expectation.ts';
import { judge, judgeAgreement } from '../../validation/judge.ts';

const around = (centre: number, spread: number) =>
  Array.from({ length: 20 }, (_, at) => ({ 'latency.mean': centre + spread * (at % 2 === 0 ? 1 : -1) }));

describe('the verdict', () => {
  it('passes an interval that lies within 2 %', () => {
    expect(judge(metric('latency.mean', 5), around(5.05, 0.02))).toMatchObject({ passed: true, mean: 5.05 });
  });

  it('fails a tight interval 3 % off', () => {
    expect(judge(metric('latency.mean', 5), around(5.15, 0.001)).passed).toBe(false);
    expect(judge(metric('latency.mean', 5), around(4.85, 0.001)).passed).toBe(false);
  });

  it('fails a wide interval around the exact value', () => {
    expect(judge(metric('latency.mean', 5), around(5, 1)).passed).toBe(false);
  });

  it('fails a metric that is not there', () => {
    expect(judge(metric('latency.p99', 5), around(5, 0.01)).passed).toBe(false);
  });

  it('compares runs seed by seed', () => {
    expect(judgeAgreement('latency.mean', around(5, 1), around(5, 1))).toMatchObject({ mean: 1, passed: true });
    expect(judgeAgreement('latency.mean', around(5, 1), around(5.2, 1)).passed).toBe(false);
  });
});
