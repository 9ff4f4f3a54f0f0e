// What members take for true because of who signed it.

import { Lately, type PartyId } from '../foundation/index.ts';
import type { Asked, Ballot, Decided, Host, Phase, Prepared, Proposal, ViewChange } from '../protocol/index.ts';
import { quorumOf } from './quorum.ts';
import { digestOf } from './slot.ts';

/** Things that were found good, at least. */
const REMEMBERED = 4_096;

export class Evidence {
  private readonly host: Pick<Host, 'verify'>;
  private readonly members: readonly PartyId[];
  /** Looked at once, as long as it is remembered: ballots and requests come in many messages. */
  private readonly good: Lately<object, true> = new Lately<object, true>(REMEMBERED);

  constructor(host: Pick<Host, 'verify'>, members: readonly PartyId[]) {
    this.host = host;
    this.members = members;
  }

  get quorum(): number {
    return quorumOf(this.members.length);
  }

  isAsked(asked: Asked): boolean {
    return this.once(asked, () => this.host.verify(asked.from, asked));
  }

  isBallot(ballot: Ballot): boolean {
    const member = this.members[ballot.member];
    return member !== undefined && this.once(ballot, () => this.host.verify(member, ballot));
  }

  isProposal({ ballot, entry }: Proposal): boolean {
    return this.isByPrimary(ballot) && ballot.digest === digestOf(entry);
  }

  /** Members that want another primary show the same again with every view. */
  isPrepared(prepared: Prepared): boolean {
    return this.once(prepared, () => this.shows(prepared));
  }

  private shows({ proposed, entry, prepares }: Prepared): boolean {
    const { member, view } = proposed;
    return (
      this.isByPrimary(proposed) &&
      proposed.digest === digestOf(entry) &&
      this.agree(prepares, 'prepare', proposed, this.quorum - 1) &&
      prepares.every((ballot) => ballot.view === view && ballot.member !== member)
    );
  }

  isDecided({ sequence, entry, commits }: Decided): boolean {
    const [first] = commits;
    return (
      first !== undefined &&
      first.sequence === sequence &&
      first.digest === digestOf(entry) &&
      commits.every(({ view }) => view === first.view) &&
      this.agree(commits, 'commit', first, this.quorum)
    );
  }

  isViewChange(change: ViewChange): boolean {
    const { member, view, stable, proof, prepared } = change;
    const by = this.members[member];
    const places = new Set(prepared.map(({ proposed }) => proposed.sequence));
    return (
      by !== undefined &&
      places.size === prepared.length &&
      this.isStable(stable, proof) &&
      prepared.every(({ proposed }) => proposed.sequence > stable && proposed.view < view) &&
      this.once(change, () => this.host.verify(by, change)) &&
      prepared.every((one) => this.isPrepared(one))
    );
  }

  private isStable(stable: number, proof: readonly Ballot[]): boolean {
    if (stable === 0) return true;
    const [first] = proof;
    return first?.sequence === stable && this.agree(proof, 'checkpoint', first, this.quorum);
  }

  private isByPrimary(ballot: Ballot): boolean {
    return ballot.phase === 'propose' && ballot.member === ballot.view % this.members.length && this.isBallot(ballot);
  }

  /** Whether so many different members say the same. */
  private agree(ballots: readonly Ballot[], phase: Phase, on: Ballot, least: number): boolean {
    const members = new Set(ballots.map(({ member }) => member));
    return (
      members.size >= least &&
      ballots.every(
        (ballot) =>
          ballot.phase === phase &&
          ballot.sequence === on.sequence &&
          ballot.digest === on.digest &&
          this.isBallot(ballot),
      )
    );
  }

  private once(what: object, test: () => boolean): boolean {
    // A weak set costs an eighth of the run time of a federation.
    if (this.good.get(what) === true) return true;
    if (!test()) return false;
    this.good.note(what, true);
    return true;
  }
}
