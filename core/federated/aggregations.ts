import type { AggregationDefinition } from './aggregation.ts';
import { bulyan } from './bulyan.ts';
import { coordinateMedian } from './coordinate-median.ts';
import { fedadam } from './fedadam.ts';
import { fedavg } from './fedavg.ts';
import { fedbuff } from './fedbuff.ts';
import { fedprox } from './fedprox.ts';
import { geometricMedian } from './geometric-median.ts';
import { krum } from './krum.ts';
import { multiKrum } from './multi-krum.ts';
import { normClipping } from './norm-clipping.ts';
import { scaffold } from './scaffold.ts';
import { trimmedMeanRule } from './trimmed-mean.ts';

/** In the order in which lists show them. */
export const aggregations: readonly AggregationDefinition[] = [
  fedavg,
  fedprox,
  fedadam,
  scaffold,
  fedbuff,
  krum,
  multiKrum,
  coordinateMedian,
  trimmedMeanRule,
  bulyan,
  geometricMedian,
  normClipping,
];

export const findAggregation = (name: string): AggregationDefinition | undefined =>
  aggregations.find((each) => each.name === name || each.aliases?.includes(name) === true);
