// Dresses the nodes of groups that lie. What a behaviour remembers outlives the crashes of its node.

import type { Instant, TaskId } from '../../core/foundation/index.ts';
import { assert } from '../../core/foundation/index.ts';
import type { Host, Party, WorkResult } from '../../core/protocol/index.ts';
import {
  type Backing,
  type BehaviourDefinition,
  Disguise,
  findBehaviour,
  forged,
  Mouth,
  Wearing,
  type Worn,
} from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { ChosenBehaviour } from '../scenario/cells.ts';

export interface Dress {
  /** What stands between a host and what addresses the members of a federation. */
  readonly outside: (host: Host) => Host;
  /** Makes a party for a host, or one that lies. */
  readonly within: (host: Host, party: (host: Host) => Party) => Party;
}

const honest: Dress = { outside: (host) => host, within: (host, party) => party(host) };

/** What liars tell one another, in one run: by behaviour. */
export class Wardrobe {
  private readonly gossip = new Map<string, Map<TaskId, WorkResult>>();
  private readonly loot = new Map<string, Map<TaskId, Uint8Array>>();
  /** A user's own, by file. */
  private readonly own: ReadonlyMap<string, BehaviourDefinition>;

  constructor(own: ReadonlyMap<string, BehaviourDefinition> = new Map()) {
    this.own = own;
  }

  dress(
    chosen: readonly ChosenBehaviour[] | undefined,
    streamOf: (behaviour: string) => Stream,
    backing: Backing,
  ): Dress {
    if (chosen === undefined || chosen.length === 0) return honest;
    const wearing = new Wearing(chosen.map((one) => this.worn(one, streamOf)));
    return {
      outside: (host) => (wearing.worn.some(({ divides }) => divides) ? new Mouth(host, wearing) : host),
      within: (host, party) => {
        const disguise = new Disguise(host, wearing, backing);
        return disguise.wear(party(disguise));
      },
    };
  }

  private worn({ name: chosen, parameters }: ChosenBehaviour, streamOf: (behaviour: string) => Stream): Worn {
    const definition = this.own.get(chosen) ?? findBehaviour(chosen);
    assert(definition !== undefined, 'a resolved node behaves in a way that exists', { name: chosen });
    const { name, divides = false } = definition;
    const means = {
      random: streamOf(name),
      gossip: sharedBy(name, this.gossip),
      loot: sharedBy(name, this.loot),
      forge: forged,
    };
    const until = Number(parameters['until'] ?? 0);
    return {
      name,
      behaviour: definition.create(parameters, means),
      divides,
      from: Number(parameters['from'] ?? 0) as Instant,
      until: (until === 0 ? Infinity : until) as Instant,
      after: Number(parameters['after'] ?? 0),
    };
  }
}

function sharedBy<T>(behaviour: string, all: Map<string, Map<TaskId, T>>): Map<TaskId, T> {
  const known = all.get(behaviour) ?? new Map<TaskId, T>();
  all.set(behaviour, known);
  return known;
}
