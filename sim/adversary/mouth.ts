// What a two-faced node says to each member of a federation: outside of what addresses them all, since every one of them
// is to hear something else.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Host, Message, PlainMessage } from '../../core/protocol/index.ts';
import { NODE_LIED, Relay, signed, UNSIGNED } from '../../core/protocol/index.ts';
import type { Wearing } from './wearing.ts';

export class Mouth extends Relay {
  private readonly wearing: Wearing;
  /** Copies that it was found two-faced about. */
  private readonly told: Set<string> = new Set<string>();

  constructor(host: Host, wearing: Wearing) {
    super(host);
    this.wearing = wearing;
  }

  override send(to: PartyId, honest: Message): void {
    if (honest.type !== 'asked') {
      this.host.send(to, this.altered(honest, to));
      return;
    }
    const message = this.altered(honest.message, to) as PlainMessage;
    const said = message === honest.message ? honest : { ...honest, message, signature: UNSIGNED };
    this.host.send(to, said === honest ? honest : signed(this.host, said));
  }

  private altered(honest: Message, to: PartyId): Message {
    const now = this.host.now();
    let said = honest;
    for (const { name, behaviour } of this.wearing.active(now, true)) {
      const instead = behaviour.alters?.(said, to, now) ?? said;
      if (instead !== said && 'copy' in instead) this.tell(instead, name);
      said = instead;
    }
    return said !== honest && 'signature' in said ? signed(this.host, { ...said, signature: UNSIGNED }) : said;
  }

  private tell(said: Message & { readonly copy: number; readonly task: number }, behaviour: string): void {
    const { task, copy } = said as Message & { type: 'result' };
    if (this.told.has(`${task}/${copy}`)) return;
    this.told.add(`${task}/${copy}`);
    this.host.record(NODE_LIED, { node: this.self, task, copy, behaviour, wrong: said.type === 'result' });
  }
}
