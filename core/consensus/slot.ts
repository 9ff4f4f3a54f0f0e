// One place of the order: what was proposed for it, and the ballots on it.

import type { Ballot, Digest, Entry, Prepared, Proposal } from '../protocol/index.ts';
import { entryDigest } from '../protocol/index.ts';
import { quorumOf } from './quorum.ts';

const known = new WeakMap<Entry, Digest>();

/** Of an entry that nobody changes any more. */
export function digestOf(entry: Entry): Digest {
  const digest = known.get(entry) ?? entryDigest(entry);
  known.set(entry, digest);
  return digest;
}

export class Slot {
  proposal: Proposal | undefined;
  /** What a primary signed for it, in the latest view of which this member heard. */
  private seen: Ballot | undefined;
  /** The last view in which it was prepared, with what shows it. */
  certificate: Prepared | undefined;
  private readonly members: number;
  /** By member: its ballot of the latest view. */
  private readonly prepares: (Ballot | undefined)[] = [];
  private readonly commits: (Ballot | undefined)[] = [];

  constructor(members: number) {
    this.members = members;
  }

  propose(proposal: Proposal): void {
    this.proposal = proposal;
  }

  /** True if the same primary has signed another proposal in the same view. */
  contradicts(other: Ballot): boolean {
    const before = this.seen;
    if (before === undefined || before.view < other.view) this.seen = other;
    return before?.view === other.view && before.member === other.member && before.digest !== other.digest;
  }

  add(ballot: Ballot): void {
    const votes = ballot.phase === 'prepare' ? this.prepares : this.commits;
    const before = votes[ballot.member];
    if (before === undefined || before.view < ballot.view) votes[ballot.member] = ballot;
  }

  /** True once for each view: the proposal has a quorum, its own word included. */
  becomesPrepared(view: number): boolean {
    const { proposal } = this;
    if (proposal === undefined || proposal.ballot.view !== view) return false;
    if (this.certificate?.proposed.view === view) return false;
    const prepares = this.prepares.filter((ballot) => agrees(ballot, proposal.ballot));
    if (prepares.length < quorumOf(this.members) - 1) return false;
    this.certificate = { proposed: proposal.ballot, entry: proposal.entry, prepares: prepares as Ballot[] };
    return true;
  }

  /** A quorum of commits for the proposal, if there is one: it is decided. */
  committed(): readonly Ballot[] | undefined {
    const { proposal } = this;
    if (proposal === undefined) return undefined;
    const commits = this.commits.filter((ballot) => agrees(ballot, proposal.ballot));
    return commits.length < quorumOf(this.members) ? undefined : (commits as Ballot[]);
  }
}

const agrees = (ballot: Ballot | undefined, { view, digest }: Ballot): boolean =>
  ballot !== undefined && ballot.view === view && ballot.digest === digest;
