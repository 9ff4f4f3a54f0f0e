// Nodes that leave: they get no more work, and their stakes come back to them after a while. Until then what is found
// out about them still costs them.

import { type Duration, later, type PartyId } from '../foundation/index.ts';
import type { Host, Message } from '../protocol/index.ts';
import type { Fleet } from '../scheduling/index.ts';
import type { MeshState } from './state.ts';

/** Timer kind: the stake of the node that is the key is its own again. */
export const UNBONDED = 6;

export class Departures {
  private readonly host: Host;
  private readonly state: MeshState;
  private readonly fleet: Fleet;
  private readonly delay: Duration;

  constructor(host: Host, state: MeshState, fleet: Fleet, delay: Duration = 0 as Duration) {
    this.fleet = fleet;
    this.host = host;
    this.state = state;
    this.delay = delay;
  }

  /** Whether a node has left by this: it keeps what it has begun. One that asks again is only told again. */
  receive(node: PartyId, message: Message): boolean {
    const now = this.host.now();
    if (message.type !== 'leave' || this.state.member(node)?.epoch !== message.epoch) return false;
    const until = later(now, this.delay);
    const left = this.state.apply({ kind: 'unbond', at: now, node, until });
    this.host.send(node, { type: 'leaving', until: this.state.dueTo(node) ?? now });
    if (!left) return false;
    this.host.wakeAt(until, UNBONDED, node);
    this.fleet.leave(node);
    return true;
  }

  due(node: PartyId): void {
    this.state.apply({ kind: 'withdraw', at: this.host.now(), node });
  }
}
