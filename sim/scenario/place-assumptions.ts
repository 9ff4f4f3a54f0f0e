// What a scenario takes for granted by its places: distances, access links, grids.

import { accessClasses } from './access.ts';
import { churnFits } from './churn.ts';
import { aboutZone } from './grid.ts';
import { MATRIX_SOURCE, regions } from './regions.ts';
import type { Cell } from './types.ts';

/** A line for each thing that some cell uses. */
export function placeAssumptions(cells: readonly Cell[]): string[] {
  return [...new Set(cells.flatMap((cell) => [...ofNetwork(cell), ...ofGrids(cell), ...ofChurn(cell)]))];
}

function ofNetwork({ network: { ideal, regions: matrix, access }, nodes }: Cell): string[] {
  const distances = `network between regions: half of the mean round trip, each way (${MATRIX_SOURCE})`;
  return [
    ...(matrix === undefined ? [] : [distances]),
    ...[...new Set([access, ...nodes.map((group) => group.access)])].flatMap((name) =>
      ideal || name === undefined ? [] : [`${name} access: ${accessClasses[name]!.assumed} are assumed`],
    ),
  ];
}

function ofGrids({ nodes }: Cell): string[] {
  const metered = nodes.filter(({ device, region }) => device.power !== undefined && Object.hasOwn(regions, region));
  const zones = new Set(metered.map(({ region }) => regions[region]!.zone));
  if (zones.size === 0) return [];
  return ['time begins at midnight UTC, in winter', ...[...zones].map((zone) => `grid carbon, ${aboutZone(zone)}`)];
}

function ofChurn({ nodes }: Cell): string[] {
  return nodes.flatMap(({ churn }) =>
    churn?.fit === undefined ? [] : [`${churn.fit} churn: ${churnFits[churn.fit]!.source}, taken for every node`],
  );
}
