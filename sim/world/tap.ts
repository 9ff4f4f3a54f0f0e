// For whoever wants to see what parties say to one another, message by message. It hears, and changes nothing.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Message } from '../../core/protocol/index.ts';

/** A message was sent. `arrives`: when it will, if nothing stops it; Infinity of one whose transfer has only begun. */
export type Tap = (from: PartyId, to: PartyId, message: Message, at: number, arrives: number) => void;
