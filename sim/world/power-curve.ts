// Electric power against load.

import type { ResolvedPower } from '../scenario/cells.ts';

/**
 * Watts at a load from 0 to 1: the straight line between the two points of the curve around it, or between idle and
 * peak where there is no curve.
 */
export function powerAt({ idle, peak, curve }: ResolvedPower, load: number): number {
  if (curve === undefined) return idle + (peak - idle) * load;
  let [fromLoad, fromWatts] = curve[0]!;
  for (const [toLoad, toWatts] of curve) {
    if (load <= toLoad) {
      return load === toLoad ? toWatts : fromWatts + ((toWatts - fromWatts) * (load - fromLoad)) / (toLoad - fromLoad);
    }
    [fromLoad, fromWatts] = [toLoad, toWatts];
  }
  return fromWatts;
}
