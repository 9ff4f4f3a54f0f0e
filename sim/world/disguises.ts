// Dresses the nodes of groups that lie. What a behaviour remembers outlives the crashes of its node.

import type { Instant, TaskId } from '../../core/foundation/index.ts';
import { assert } from '../../core/foundation/index.ts';
import type { Host, Party, Work, WorkResult } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, Disguise, findBehaviour, forged, type Worn } from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { ChosenBehaviour } from '../scenario/index.ts';

/** Makes a party for a host, or one that lies. */
export type Dress = (host: Host, party: (host: Host) => Party) => Party;

const honest: Dress = (host, party) => party(host);

/** What liars tell one another, in one run: by behaviour. */
export class Wardrobe {
  private readonly gossip = new Map<string, Map<TaskId, WorkResult>>();
  /** A user's own, by file. */
  private readonly own: ReadonlyMap<string, BehaviourDefinition>;

  constructor(own: ReadonlyMap<string, BehaviourDefinition> = new Map()) {
    this.own = own;
  }

  /** `truth`: what work really comes to. */
  dress(
    chosen: readonly ChosenBehaviour[] | undefined,
    streamOf: (behaviour: string) => Stream,
    truth: (work: Work) => number,
  ): Dress {
    if (chosen === undefined || chosen.length === 0) return honest;
    const worn = chosen.map(({ name: chosenName, parameters }): Worn => {
      const definition = this.own.get(chosenName) ?? findBehaviour(chosenName);
      assert(definition !== undefined, 'a resolved node behaves in a way that exists', { name: chosenName });
      const { name } = definition;
      const means = { random: streamOf(name), gossip: this.gossipOf(name), forge: forged };
      const behaviour = definition.create(parameters, means);
      const until = Number(parameters['until'] ?? 0);
      return {
        name,
        behaviour,
        from: Number(parameters['from'] ?? 0) as Instant,
        until: (until === 0 ? Infinity : until) as Instant,
        after: Number(parameters['after'] ?? 0),
      };
    });
    return (host, party) => {
      const disguise = new Disguise(host, worn, truth);
      return disguise.wear(party(disguise));
    };
  }

  private gossipOf(behaviour: string): Map<TaskId, WorkResult> {
    const known = this.gossip.get(behaviour) ?? new Map<TaskId, WorkResult>();
    this.gossip.set(behaviour, known);
    return known;
  }
}
