// Everything that a scenario can name, as lists for `ambient list`: each read from where it is defined.

import { type Duration, inSeconds } from '../core/foundation/index.ts';
import { type Parameter, type StrategyDefinition, strategies } from '../core/scheduling/index.ts';
import { quantity } from '../reports/index.ts';
import { invariants } from '../sim/invariants/index.ts';
import { metricInfos } from '../sim/metrics/index.ts';
import { type CatalogueEntry, catalogue } from '../sim/scenario/index.ts';
import type { Entry, EntryParameter } from './entry.ts';
import { genericDevice, kindsOf } from './schema-entries.ts';

/** What can be listed, beside the commands. */
export type Catalogue = 'strategies' | 'devices' | 'distributions' | 'arrivals' | 'metrics' | 'invariants';

export const catalogues: Readonly<Record<Catalogue, () => readonly Entry[]>> = {
  strategies: () => strategies.map(strategyEntry),
  devices: () => [genericDevice(), ...catalogue.map(deviceEntry)],
  distributions: () => kindsOf('distribution-of-time'),
  arrivals: () => kindsOf('arrivals'),
  metrics: () => metricInfos.map(({ name, unit, description }) => ({ name, unit, summary: description })),
  invariants: () => invariants.map(({ name, statement }) => ({ name, summary: statement })),
};

/** Each figure with where it comes from. */
function deviceEntry({ name, summary, figures }: CatalogueEntry): Entry {
  const parameters = figures.map(({ name: figure, value, source, assumed }) => {
    return { name: figure, default: value, description: `${assumed ? 'assumed: ' : ''}${source}` };
  });
  return { name, summary, parameters };
}

function strategyEntry({ name, summary, aliases, parameters }: StrategyDefinition): Entry {
  const taken = Object.entries(parameters).map(([parameter, about]) => parameterEntry(parameter, about));
  return { name, summary, ...(aliases === undefined ? {} : { aliases }), parameters: taken };
}

function parameterEntry(name: string, { kind, description, default: value }: Parameter): EntryParameter {
  const written = kind === 'duration' ? quantity(inSeconds(value as Duration), 'seconds') : value;
  return { name, description, default: written };
}
