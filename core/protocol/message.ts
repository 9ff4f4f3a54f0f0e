// All messages together.

import type { Testimony } from './dispute-messages.ts';
import type { Asked, Ballot, BetweenMembers, Said, ViewChange } from './federation-messages.ts';
import type { Assign, AssignAfter, PlainMessage, ResultMessage } from './messages.ts';
import type { SecureKeys } from './secure-messages.ts';

export type Message = PlainMessage | Asked | Said | BetweenMembers;

/** The messages that carry a signature, over their encoding with an empty one. */
export type SignedMessage = Assign | AssignAfter | ResultMessage | Testimony | SecureKeys | Asked | Ballot | ViewChange;
