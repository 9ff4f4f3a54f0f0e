// Nodes that leave: they get no more work, and their stakes come back to them after a while. Until then what is found
// out about them still costs them.

import { type Duration, later, type PartyId } from '../foundation/index.ts';
import type { Host, Leave } from '../protocol/index.ts';
import type { MeshState } from './state.ts';

/** Timer kind: the stake of the node that is the key is its own again. */
export const UNBONDED = 6;

export class Departures {
  private readonly host: Host;
  private readonly state: MeshState;
  private readonly delay: Duration;

  constructor(host: Host, state: MeshState, delay: Duration) {
    this.host = host;
    this.state = state;
    this.delay = delay;
  }

  /** Whether it has left by this; one that asks again is only told again. */
  leave(node: PartyId, { epoch }: Leave): boolean {
    const now = this.host.now();
    if (this.state.member(node)?.epoch !== epoch) return false;
    const until = later(now, this.delay);
    const left = this.state.apply({ kind: 'unbond', at: now, node, until });
    this.host.send(node, { type: 'leaving', until: this.state.dueTo(node) ?? now });
    if (left) this.host.wakeAt(until, UNBONDED, node);
    return left;
  }

  due(node: PartyId): void {
    this.state.apply({ kind: 'withdraw', at: this.host.now(), node });
  }
}
