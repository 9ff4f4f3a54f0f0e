// What a scenario takes for granted by its places: distances, access links, grids.

import { accessClasses } from './access.ts';
import { churnFits } from './churn.ts';
import { aboutZone } from './grid.ts';
import { writeStart } from './grid-section.ts';
import { MATRIX_SOURCE, regions } from './regions.ts';
import type { Cell } from './types.ts';

/** A line for each thing that some cell uses. */
export function placeAssumptions(cells: readonly Cell[]): string[] {
  return [
    ...new Set(
      cells.flatMap((cell) => [
        ...ofCoordinators(cell),
        ...ofNetwork(cell),
        ...ofGrids(cell),
        ...ofChurn(cell),
        ...ofPrivacy(cell),
      ]),
    ),
  ];
}

function ofCoordinators({ coordinators }: Cell): string[] {
  const { count = 1, byzantine = [] } = coordinators ?? {};
  if (count === 1) return [];
  const bound = `coordinators: a federation of ${count} that agree by PBFT, of whom ${(count - 1) / 3} may lie`;
  return [
    byzantine.length === 0 ? bound : `${bound}; ${byzantine.length} do`,
    'what a coordinator has executed outlives its crashes',
  ];
}

function ofNetwork({ network: { ideal, regions: matrix, access }, nodes }: Cell): string[] {
  const distances = `network between regions: half of the mean round trip, each way (${MATRIX_SOURCE})`;
  return [
    ...(matrix === undefined ? [] : [distances]),
    ...[...new Set([access, ...nodes.map(({ access: own, device }) => own ?? device.access)])].flatMap((name) =>
      ideal || name === undefined ? [] : [`${name} access: ${accessClasses[name]!.assumed} are assumed`],
    ),
  ];
}

function ofGrids({ nodes, start = 0, carbon = {} }: Cell): string[] {
  const metered = nodes.filter(({ device, region }) => device.power !== undefined && Object.hasOwn(regions, region));
  if (metered.length === 0) return [];
  const begins = start === 0 ? 'midnight' : writeStart(start);
  const grids = metered.map(({ region }) => {
    const { zone } = regions[region]!;
    const own = [region, zone].find((name) => Object.hasOwn(carbon, name));
    return own === undefined
      ? `grid carbon, ${aboutZone(zone)}`
      : `grid carbon of ${own}: as the scenario's own file has it`;
  });
  return [`time begins at ${begins} UTC, in winter`, ...new Set(grids)];
}

function ofChurn({ nodes }: Cell): string[] {
  return nodes.flatMap(({ churn }) =>
    churn?.fit === undefined ? [] : [`${churn.fit} churn: ${churnFits[churn.fit]!.source}, taken for every node`],
  );
}

/** What its epsilon means. */
function ofPrivacy({ federated }: Cell): string[] {
  if (federated?.privacy === undefined) return [];
  const { conversion, delta } = federated.privacy;
  const who = federated.secure === undefined ? 'the aggregator, which is trusted' : 'the trainers themselves';
  return [
    `epsilon of a node: Rényi accountant on the published orders, ${conversion}, delta ${delta}; no sampling is claimed to amplify it; neighbours differ by one node`,
    `noise on updates is added by ${who}`,
  ];
}
