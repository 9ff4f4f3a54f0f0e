// On which of its parameters a scenario only guesses, by what figures rest on them.

import { accessClasses } from './access.ts';
import { assumptionsOf, builtInAmong } from './catalogue.ts';
import { regions } from './regions.ts';
import type { AssumedGround, Cell } from './types.ts';

/** A device of the catalogue has guessed figures, and a scenario that uses it says so, resolved or not. */
export function assumedGrounds(cells: readonly Cell[], assumptions: readonly string[]): AssumedGround[] {
  const names = new Set(cells.flatMap(({ nodes }) => nodes.map(({ device }) => device.name)));
  const guessed = builtInAmong(
    [...names].map((device) => ({ device })),
    {},
  ).some((name) => assumptionsOf([name]).every((line) => assumptions.includes(line)));
  const times = (guessed && cells.some(executesGas)) || cells.some(guessesLinks);
  return [
    ...(times ? (['times'] as const) : []),
    ...(guessed ? (['power'] as const) : []),
    ...(guessed || cells.some(guessesGrids) ? (['grid'] as const) : []),
  ];
}

const executesGas = ({ workload, federated }: Cell): boolean =>
  federated !== undefined ||
  workload.some(({ task, graph, work }) => task !== undefined || graph !== undefined || work.unit === 'gas');

const guessesLinks = ({ network: { ideal, access }, nodes }: Cell): boolean =>
  !ideal &&
  [access, ...nodes.map((node) => node.access ?? node.device.access)].some(
    (name) => name !== undefined && accessClasses[name]!.assumed !== '',
  );

const guessesGrids = ({ nodes, carbon = {} }: Cell): boolean =>
  nodes.some(({ device, region }) => {
    const zone = Object.hasOwn(regions, region) ? regions[region]!.zone : undefined;
    return (
      device.power !== undefined && zone !== undefined && ![region, zone].some((name) => Object.hasOwn(carbon, name))
    );
  });
