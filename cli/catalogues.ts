// Everything that a scenario can name, as lists for `ambient list`: each read from where it is defined.

import { type Duration, inSeconds, MICROSECONDS_PER_SECOND } from '../core/foundation/index.ts';
import type { Parameter, StrategyDefinition } from '../core/scheduling/index.ts';
import { quantity } from '../reports/index.ts';
import type { AccessClass, CatalogueEntry } from '../sim/scenario/index.ts';
import type { InputFamily } from '../sim/tasks/index.ts';
import type { Entry, EntryParameter } from './entry.ts';

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

/** Each loads what it lists, and nothing else: all of it together takes a while. */
export const catalogues: Readonly<Record<Catalogue, () => Promise<readonly Entry[]>>> = {
  strategies: async () => (await import('../core/scheduling/index.ts')).strategies.map(strategyEntry),
  reputation: async () => (await import('../core/reputation/index.ts')).reputationRules.map(summaryEntry),
  defects: async () => (await import('../sim/adversary/index.ts')).defects.map(summaryEntry),
  detectors: async () =>
    (await import('../core/reputation/index.ts')).detectors.map(({ name, summary, threshold }) => ({
      name,
      summary,
      parameters: [{ name: 'threshold', description: 'from where on a node stands out', default: threshold }],
    })),
  policies: async () => (await import('../core/verification/index.ts')).policies.map(parametricEntry),
  behaviours: async () => {
    const { behaviours, clientBehaviours, memberBehaviours } = await import('../sim/adversary/index.ts');
    return [
      ...behaviours.map(parametricEntry),
      ...clientBehaviours.map(clientEntry),
      ...memberBehaviours.map(memberEntry),
    ];
  },
  attacks: async () => (await import('../sim/adversary/index.ts')).trainingAttacks.map(parametricEntry),
  devices: async () => {
    const [{ genericDevice }, { catalogue }] = await Promise.all([
      import('./schema-entries.ts'),
      import('../sim/scenario/index.ts'),
    ]);
    return [genericDevice(), ...catalogue.map(deviceEntry)];
  },
  regions: regionEntries,
  access: async () => Object.entries((await import('../sim/scenario/index.ts')).accessClasses).map(accessEntry),
  tasks: async () =>
    (await import('../sim/tasks/index.ts')).tasks.map(({ name, summary, input }) => ({
      name,
      summary: `${summary} (on ${input})`,
    })),
  inputs: async () => (await import('../sim/tasks/index.ts')).inputFamilies.map(inputEntry),
  distributions: async () => (await import('./schema-entries.ts')).kindsOf('distribution-of-time'),
  arrivals: async () => (await import('./schema-entries.ts')).kindsOf('arrivals'),
  rewards: async () => (await import('../core/incentives/index.ts')).rewardRules.map(summaryEntry),
  aggregations: async () => (await import('../core/federated/index.ts')).aggregations.map(parametricEntry),
  runtimes: async () => (await import('../core/execution/index.ts')).runtimes.map(summaryEntry),
  metrics: async () =>
    (await import('../sim/metrics/index.ts')).metricInfos.map(({ name, unit, description }) => ({
      name,
      unit,
      summary: description,
    })),
  invariants: async () =>
    (await import('../sim/invariants/index.ts')).invariants.map(({ name, statement }) => ({
      name,
      summary: statement,
    })),
};

const summaryEntry = ({ name, summary }: Entry): Entry => ({ name, summary });

/** Each figure with where it comes from. */
function deviceEntry({ name, summary, figures }: CatalogueEntry): Entry {
  const parameters = figures.map(({ name: figure, value, source, assumed }) => {
    return { name: figure, default: value, description: `${assumed ? 'assumed: ' : ''}${source}` };
  });
  return { name, summary, parameters };
}

/** How far each is from each of the others. */
async function regionEntries(): Promise<readonly Entry[]> {
  const { aboutZone, oneWayBetween, regions } = await import('../sim/scenario/index.ts');
  return Object.entries(regions).map(([name, { zone, offset }]) => {
    const parameters = Object.keys(regions).map((other) => {
      const roundTrip = (2 * oneWayBetween(name, other)) / MICROSECONDS_PER_SECOND;
      return { name: other, default: quantity(roundTrip, 'seconds'), description: 'round trip' };
    });
    const clock = `UTC${offset < 0 ? '' : '+'}${offset} h`;
    return { name, summary: `${clock}, grid ${zone} (${aboutZone(zone)})`, parameters };
  });
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
