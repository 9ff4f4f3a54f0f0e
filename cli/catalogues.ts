// Everything that a scenario can name, as lists for `ambient list`: each read from where it is defined.

import { type Duration, inSeconds } from '../core/foundation/index.ts';
import { type Parameter, type StrategyDefinition, strategies } from '../core/scheduling/index.ts';
import { quantity } from '../reports/index.ts';
import { invariants } from '../sim/invariants/index.ts';
import { metricInfos } from '../sim/metrics/index.ts';

/** One thing with a name. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly unit?: string;
  /** Other names of the same thing. */
  readonly aliases?: readonly string[];
  readonly parameters?: readonly EntryParameter[];
}

export interface EntryParameter {
  readonly name: string;
  readonly description: string;
  /** As one writes it in a scenario. Absent if it must be given. */
  readonly default?: number | boolean | string;
}

export const catalogues = {
  strategies: () => strategies.map(strategyEntry),
  metrics: () => metricInfos.map(({ name, unit, description }): Entry => ({ name, unit, summary: description })),
  invariants: () => invariants.map(({ name, statement }): Entry => ({ name, summary: statement })),
} as const satisfies Readonly<Record<string, () => readonly Entry[]>>;

function strategyEntry({ name, summary, aliases, parameters }: StrategyDefinition): Entry {
  const taken = Object.entries(parameters).map(([parameter, about]) => parameterEntry(parameter, about));
  return { name, summary, ...(aliases === undefined ? {} : { aliases }), parameters: taken };
}

function parameterEntry(name: string, { kind, description, default: value }: Parameter): EntryParameter {
  const written = kind === 'duration' ? quantity(inSeconds(value as Duration), 'seconds') : value;
  return { name, description, default: written };
}
