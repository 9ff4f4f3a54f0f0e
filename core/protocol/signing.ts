// Messages that bind their sender carry a signature over their own encoding with an empty one.

import type { Host } from './host.ts';
import type { SignedMessage } from './message.ts';
import type { Signature } from './messages.ts';

export const UNSIGNED: Signature = new Uint8Array(0);

/** Signs a message that was just made and not yet shown to anybody. */
export function signed<M extends SignedMessage>(host: Pick<Host, 'sign'>, draft: M): M {
  (draft as { signature: Signature }).signature = host.sign(draft);
  return draft;
}
