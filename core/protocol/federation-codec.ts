// The layouts of what members of a federation say, given those of what they speak about.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Codec } from './bytes.ts';
import type { Digest } from './content.ts';
import { blob, count, countOrInfinity, digest } from './elements.ts';
import type {
  Asked,
  Ballot,
  BetweenMembers,
  Decided,
  Entry,
  Heard,
  NewView,
  Phase,
  Prepared,
  Proposal,
  Said,
  ViewChange,
} from './federation-messages.ts';
import type { Message } from './message.ts';
import type { Heartbeat, PlainMessage } from './messages.ts';
import { choice, list, record } from './records.ts';

type Plain<T> = Omit<T, 'type'>;

const party = count as Codec<PartyId>;
const instant = countOrInfinity as Codec<Instant>;
const ballot = typed<Ballot>(
  'ballot',
  record<Plain<Ballot>>({
    phase: choice<Phase>(['propose', 'prepare', 'commit', 'checkpoint']),
    member: count,
    view: count,
    sequence: count,
    digest: digest as Codec<Digest>,
    signature: blob,
  }),
);

/** The types of these messages, in the order of their bytes. */
export const federationTypes: ReadonlySet<Message['type']> = new Set<Message['type']>([
  'asked',
  'said',
  'ballot',
  'proposal',
  'prepare',
  'view-change',
  'new-view',
  'catch-up',
  'caught-up',
]);

/** `message`: any that is not of a federation. */
export function entryCodec(message: Codec<PlainMessage>, heartbeat: Codec<Plain<Heartbeat>>): Codec<Entry> {
  return record<Entry>({
    at: instant,
    heard: list(record<Heard>({ from: party, at: instant, heartbeat: typed<Heartbeat>('heartbeat', heartbeat) })),
    asked: list(typed<Asked>('asked', askedCodec(message))),
  });
}

const askedCodec = (message: Codec<PlainMessage>): Codec<Plain<Asked>> =>
  record<Plain<Asked>>({ from: party, number: count, message, signature: blob });

type Type = (Asked | Said | BetweenMembers)['type'];
type Layouts = { readonly [K in Type]: Codec<Plain<Extract<Message, { type: K }>>> };

export function federationLayouts(message: Codec<PlainMessage>, heartbeat: Codec<Plain<Heartbeat>>): Layouts {
  const entry = entryCodec(message, heartbeat);
  const plainProposal = record<Plain<Proposal>>({ ballot, entry });
  const proposal = typed<Proposal>('proposal', plainProposal);
  const prepared = record<Prepared>({ proposed: ballot, entry, prepares: list(ballot) });
  const viewChange = record<Plain<ViewChange>>({
    member: count,
    view: count,
    stable: count,
    proof: list(ballot),
    prepared: list(prepared),
    signature: blob,
  });
  const newView = record<Plain<NewView>>({
    view: count,
    changes: list(typed<ViewChange>('view-change', viewChange)),
    proposals: list(proposal),
  });
  const decided = record<Decided>({ sequence: count, entry, commits: list(ballot) });
  return {
    asked: askedCodec(message),
    said: record({ number: count, message }),
    ballot,
    proposal: plainProposal,
    prepare: record({ ballot, proposed: ballot }),
    'view-change': viewChange,
    'new-view': newView,
    'catch-up': record({ from: count, view: count }),
    'caught-up': record({ decided: list(decided), views: list(typed<NewView>('new-view', newView)) }),
  };
}

/** A message whose type needs no byte, since nothing else can stand there. */
export function typed<M extends Message>(type: M['type'], body: Codec<Plain<M>>): Codec<M> {
  return {
    ...(body.fixed === undefined ? {} : { fixed: body.fixed }),
    size: (value) => body.size(value as unknown as Plain<M>),
    write: (to, value) => body.write(to, value as unknown as Plain<M>),
    read: (from) => ({ type, ...body.read(from) }) as unknown as M,
  };
}
