// Everything that a scenario can name, as lists for `ambient list`: each read from where it is defined.

import { runtimes } from '../core/execution/index.ts';
import { aggregations } from '../core/federated/index.ts';
import { type Duration, inSeconds, MICROSECONDS_PER_SECOND } from '../core/foundation/index.ts';
import { rewardRules } from '../core/incentives/index.ts';
import { detectors, reputationRules } from '../core/reputation/index.ts';
import { type Parameter, type StrategyDefinition, strategies } from '../core/scheduling/index.ts';
import { policies } from '../core/verification/index.ts';
import { quantity } from '../reports/index.ts';
import { behaviours, clientBehaviours, defects, memberBehaviours, trainingAttacks } from '../sim/adversary/index.ts';
import { invariants } from '../sim/invariants/index.ts';
import { metricInfos } from '../sim/metrics/index.ts';
import {
  type AccessClass,
  aboutZone,
  accessClasses,
  type CatalogueEntry,
  catalogue,
  oneWayBetween,
  regions,
} from '../sim/scenario/index.ts';
import { type InputFamily, inputFamilies, tasks } from '../sim/workload/index.ts';
import type { Entry, EntryParameter } from './entry.ts';
import { genericDevice, kindsOf } from './schema-entries.ts';

/** What can be listed, beside the commands. */
export type Catalogue =
  | 'strategies'
  | 'policies'
  | 'defects'
  | 'detectors'
  | 'reputation'
  | 'behaviours'
  | 'attacks'
  | 'devices'
  | 'regions'
  | 'access'
  | 'tasks'
  | 'inputs'
  | 'distributions'
  | 'arrivals'
  | 'rewards'
  | 'aggregations'
  | 'runtimes'
  | 'metrics'
  | 'invariants';

export const catalogues: Readonly<Record<Catalogue, () => readonly Entry[]>> = {
  strategies: () => strategies.map(strategyEntry),
  reputation: () => reputationRules.map(({ name, summary }) => ({ name, summary })),
  defects: () => defects.map(({ name, summary }) => ({ name, summary })),
  detectors: () =>
    detectors.map(({ name, summary, threshold }) => ({
      name,
      summary,
      parameters: [{ name: 'threshold', description: 'from where on a node stands out', default: threshold }],
    })),
  policies: () => policies.map(parametricEntry),
  behaviours: () => [
    ...behaviours.map(parametricEntry),
    ...clientBehaviours.map(clientEntry),
    ...memberBehaviours.map(memberEntry),
  ],
  attacks: () => trainingAttacks.map(parametricEntry),
  devices: () => [genericDevice(), ...catalogue.map(deviceEntry)],
  regions: () => Object.entries(regions).map(regionEntry),
  access: () => Object.entries(accessClasses).map(accessEntry),
  tasks: () => tasks.map(({ name, summary, input }) => ({ name, summary: `${summary} (on ${input})` })),
  inputs: () => inputFamilies.map(inputEntry),
  distributions: () => kindsOf('distribution-of-time'),
  arrivals: () => kindsOf('arrivals'),
  rewards: () => rewardRules.map(({ name, summary }) => ({ name, summary })),
  aggregations: () => aggregations.map(parametricEntry),
  runtimes: () => runtimes.map(({ name, summary }) => ({ name, summary })),
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

/** How far it is from each of the others. */
function regionEntry([name, { zone, offset }]: readonly [string, (typeof regions)[string]]): Entry {
  const parameters = Object.keys(regions).map((other) => {
    const roundTrip = (2 * oneWayBetween(name, other)) / MICROSECONDS_PER_SECOND;
    return { name: other, default: quantity(roundTrip, 'seconds'), description: 'round trip' };
  });
  const clock = `UTC${offset < 0 ? '' : '+'}${offset} h`;
  return { name, summary: `${clock}, grid ${zone} (${aboutZone(zone)})`, parameters };
}

/** A family of sets is named with its size: `random-65536`. */
function inputEntry({ name, summary, size }: InputFamily): Entry {
  return { name: size === undefined ? name : `${name}-${size.name.toUpperCase()}`, summary };
}

function accessEntry([name, about]: readonly [string, AccessClass]): Entry {
  const { summary, roundTrip, jitter, loss, up, down, source, assumed } = about;
  const figures = `round trip ${roundTrip} ms, jitter ${jitter} ms, loss ${loss * 100} %, ${up} Mbps up, ${down} Mbps down`;
  return { name, summary: `${summary}: ${figures} (${source}; assumed: ${assumed})` };
}

function strategyEntry({ name, summary, aliases, parameters }: StrategyDefinition): Entry {
  const taken = Object.entries(parameters).map(([parameter, about]) => parameterEntry(parameter, about));
  return { name, summary, ...(aliases === undefined ? {} : { aliases }), parameters: taken };
}

function parametricEntry({ name, summary, parameters }: Omit<StrategyDefinition, 'create'>): Entry {
  const taken = Object.entries(parameters).map(([parameter, about]) => parameterEntry(parameter, about));
  return { name, summary, parameters: taken };
}

/** Of clients, not of nodes. */
function clientEntry({ summary, ...definition }: Omit<StrategyDefinition, 'create'>): Entry {
  return parametricEntry({ ...definition, summary: `(a client) ${summary}` });
}

/** Of coordinators, not of nodes. */
function memberEntry({ summary, ...definition }: Omit<StrategyDefinition, 'create'>): Entry {
  return parametricEntry({ ...definition, summary: `(a coordinator of a federation) ${summary}` });
}

function parameterEntry(name: string, { kind, description, default: value }: Parameter): EntryParameter {
  const written = kind === 'duration' ? quantity(inSeconds(value as Duration), 'seconds') : value;
  return { name, description, default: written };
}
