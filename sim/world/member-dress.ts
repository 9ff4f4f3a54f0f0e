// Dresses the members of a federation that lie.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { assert } from '../../core/foundation/index.ts';
import type { Host, Party } from '../../core/protocol/index.ts';
import {
  type Conspiracy,
  findMemberBehaviour,
  MemberDisguise,
  type MemberWorn,
  TwinParties,
} from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { ChosenBehaviour } from '../scenario/cells.ts';

export class Dressing {
  private readonly members: readonly PartyId[];
  private readonly stream: (name: string) => Stream;
  /** By behaviour: what those who behave so know together. */
  private readonly conspiracies = new Map<string, Conspiracy>();

  constructor(members: readonly PartyId[], stream: (name: string) => Stream) {
    this.members = members;
    this.stream = stream;
  }

  /** `make` makes an honest member for a host, and two of them for twins. */
  dress(host: Host, chosen: readonly ChosenBehaviour[], make: (host: Host) => Party): Party {
    const worn = chosen.map((one) => this.worn(host.self, one));
    const plain = (twin?: ConstructorParameters<typeof MemberDisguise>[2]): MemberDisguise => {
      const disguise = new MemberDisguise(host, worn, twin);
      return disguise.wear(make(disguise));
    };
    if (!chosen.some(({ name }) => findMemberBehaviour(name)!.twins)) return plain();
    const half = (which: 0 | 1): MemberDisguise =>
      plain({
        which,
        speaksWith: (party) => (this.members.includes(party) ? this.members.indexOf(party) : party) % 2 === which,
      });
    return new TwinParties([half(0), half(1)]);
  }

  private worn(member: PartyId, { name, parameters }: ChosenBehaviour): MemberWorn {
    const definition = findMemberBehaviour(name);
    assert(definition !== undefined, 'a resolved member behaves in a way that exists', { name });
    const conspiracy = this.conspiracies.get(name) ?? { liars: new Set(), splits: new Map() };
    conspiracy.liars.add(member);
    this.conspiracies.set(name, conspiracy);
    const random = this.stream(`party/coordinator-${this.members.indexOf(member) + 1}/${name}`);
    const until = Number(parameters['until'] ?? 0);
    return {
      behaviour: definition.create(parameters, { random, members: this.members, conspiracy }),
      from: Number(parameters['from'] ?? 0) as Instant,
      until: (until === 0 ? Infinity : until) as Instant,
    };
  }
}
