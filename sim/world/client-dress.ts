// Dresses the clients of workloads that cheat.

import type { Amount, Instant, PartyId } from '../../core/foundation/index.ts';
import { amount, assert, MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import { Client, type ClientListener, type ClientSettings, type Introduction } from '../../core/mesh/index.ts';
import { ClientDisguise, type ClientWorn, findClientBehaviour } from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { NodeGroup, ResolvedWorkload } from '../scenario/cells.ts';
import type { SimHost } from './sim-host.ts';

interface Placed {
  readonly id: PartyId;
  readonly group: Pick<NodeGroup, 'behaviour'>;
}

/** Brings a client to life, honest or not. */
export function startClient(
  host: SimHost,
  settings: ClientSettings,
  listener: ClientListener,
  introduce: Introduction,
  worn: readonly ClientWorn[],
): Client {
  let client: Client | undefined;
  const { whole } = introduce(host, (near) => {
    if (worn.length === 0) return (client = new Client(near, settings, listener));
    const disguise = new ClientDisguise(near, worn, settings.coordinator);
    disguise.wear((client = new Client(disguise, settings, listener)));
    return disguise;
  });
  host.run(whole);
  return client!;
}

interface PlacedClient {
  readonly id: PartyId;
  /** Its place in the list of workloads. */
  readonly workload: number;
}

/** What a client has that cannot pay whatever it likes; undefined of all other parties. */
export function pursesOf(
  clients: readonly PlacedClient[],
  workloads: readonly ResolvedWorkload[],
): (payer: PartyId) => Amount | undefined {
  return (payer) => {
    const client = clients.find(({ id }) => id === payer);
    for (const { name, parameters } of workloads[client?.workload ?? -1]?.behaviour ?? []) {
      const purse = findClientBehaviour(name)?.purse;
      if (purse !== undefined) return amount(BigInt(Number(parameters[purse])) * MINOR_UNITS_PER_TOKEN);
    }
    return undefined;
  };
}

/** What a client wears, that is in league with the nodes that lie. */
export function wornByClient(
  { behaviour = [] }: ResolvedWorkload,
  nodes: readonly Placed[],
  streamOf: (behaviour: string) => Stream,
): readonly ClientWorn[] {
  const liars = nodes.filter(({ group }) => group.behaviour !== undefined);
  const friends = (liars.length > 0 ? liars : nodes.slice(0, 1)).map(({ id }) => id);
  const others = nodes.map(({ id }) => id).filter((id) => !friends.includes(id));
  return behaviour.map(({ name, parameters }): ClientWorn => {
    const definition = findClientBehaviour(name);
    assert(definition !== undefined, 'a resolved client behaves in a way that exists', { name });
    const until = Number(parameters['until'] ?? 0);
    return {
      name,
      behaviour: definition.create(parameters, { random: streamOf(name), friends, others }),
      from: Number(parameters['from'] ?? 0) as Instant,
      until: (until === 0 ? Infinity : until) as Instant,
    };
  });
}
