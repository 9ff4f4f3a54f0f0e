import type { Asked, Message, PlainMessage, Proposal } from '../../core/protocol/index.ts';
import { entryDigest, UNSIGNED } from '../../core/protocol/index.ts';
import { FORGED } from './forgery.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

const MASK = 0xffff_ffff;

/**
 * As primary it puts words into the mouths of clients and nodes: tasks at twice their price, results turned over. All
 * members are told the same, so that only the signatures of those who asked tell what they really asked.
 */
export const requestForger: MemberBehaviourDefinition = {
  name: 'request-forger',
  summary: 'as primary, puts in order what clients and nodes never asked: other prices, and other results',
  parameters: memberTiming,
  create: () => ({
    says: (message) => (message.type === 'proposal' ? told(message) : message),
  }),
};

function told(proposal: Proposal): Message {
  const { ballot, entry } = proposal;
  if (entry.asked.length === 0) return proposal;
  const changed = { ...entry, asked: entry.asked.map(altered) };
  return { ...proposal, ballot: { ...ballot, digest: entryDigest(changed), signature: UNSIGNED }, entry: changed };
}

const altered = (asked: Asked): Asked => ({ ...asked, message: other(asked.message), signature: FORGED });

function other(message: PlainMessage): PlainMessage {
  if (message.type === 'submit') return { ...message, budget: (message.budget * 2n) as typeof message.budget };
  return message.type === 'result' ? { ...message, output: (message.output ^ MASK) >>> 0 } : message;
}
