// Thresholds such as "latency.p99 < 250 ms", in the metric's own unit.

import { failed, inSeconds, microseconds, type Result, success } from '../../core/foundation/index.ts';
import * as messages from './messages.ts';
import { type Dimension, energy, mass, readFraction, readQuantity, readTokens, size, time } from './quantities.ts';
import type { Threshold } from './types.ts';

/** A metric that thresholds can be about. */
export interface MetricName {
  readonly name: string;
  readonly unit: 'seconds' | 'fraction' | 'count' | 'joules' | 'bytes' | 'grams' | 'tokens' | 'number';
}

const FORM = /^\s*([^\s<>=!]+)\s*(<=|>=|==|!=|<|>)\s*(\S.*?)\s*$/s;
const BARE = /^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const MINOR_UNITS = 1e8;

export function readThreshold(text: string, metrics: readonly MetricName[]): Result<Threshold> {
  const parts = FORM.exec(text);
  if (parts === null) return failed(messages.badThreshold());
  const [, name = '', comparison, written = ''] = parts;
  const metric = metrics.find((candidate) => candidate.name === name);
  if (metric === undefined)
    return failed(
      messages.unknownName(
        'metric',
        name,
        metrics.map((known) => known.name),
      ),
    );
  const bound = readBound(written, metric.unit);
  if (bound === undefined) return failed(messages.badBound(name, written, expectations[metric.unit]));
  return success({ text, metric: name, comparison: comparison as Threshold['comparison'], bound });
}

const expectations: Readonly<Record<MetricName['unit'], string>> = {
  seconds: 'a duration, such as 250 ms',
  fraction: 'a fraction from 0 to 1, such as 99.9 %',
  count: 'a number without a unit',
  number: 'a number without a unit',
  joules: 'an energy, such as 3 J',
  bytes: 'a size, such as 5 MB',
  grams: 'a mass, such as 3 g',
  tokens: 'an amount, such as 1 token',
};

function readBound(written: string, unit: MetricName['unit']): number | undefined {
  if (BARE.test(written)) {
    const value = Number(written.replaceAll('_', ''));
    if (unit === 'fraction' && !(value >= 0 && value <= 1)) return undefined;
    return Number.isFinite(value) ? value : undefined;
  }
  if (unit === 'fraction') return valueOf(readFraction(written));
  if (unit === 'tokens') {
    const amount = readTokens(written);
    return amount.ok ? Number(amount.value) / MINOR_UNITS : undefined;
  }
  if (unit === 'seconds') {
    const value = valueOf(readQuantity(written, time));
    return value === undefined ? undefined : inSeconds(microseconds(value));
  }
  const dimensions: Partial<Record<MetricName['unit'], Dimension>> = { joules: energy, grams: mass, bytes: size };
  const dimension = dimensions[unit];
  return dimension && valueOf(readQuantity(written, dimension));
}

const valueOf = (result: Result<number>): number | undefined => (result.ok ? result.value : undefined);
