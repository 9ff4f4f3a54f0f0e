// What members want in place of a primary that does not do its part, and what a new one must propose again.

import type { Entry, NewView, ViewChange } from '../protocol/index.ts';
import type { Evidence } from './evidence.ts';
import { digestOf } from './slot.ts';

/** For places that others may have prepared nothing for. */
const NOTHING: Entry = { at: 0 as Entry['at'], heard: [], asked: [] };

interface Again {
  readonly sequence: number;
  readonly entry: Entry;
}

export class Changes {
  private readonly evidence: Evidence;
  /** By member: its latest. */
  private readonly latest: Map<number, ViewChange> = new Map<number, ViewChange>();

  constructor(evidence: Evidence) {
    this.evidence = evidence;
  }

  add(change: ViewChange): void {
    const known = this.latest.get(change.member);
    if (known === undefined || known.view <= change.view) this.latest.set(change.member, change);
  }

  of(view: number): ViewChange[] {
    return [...this.latest.values()].filter((change) => change.view === view);
  }

  /** How many members want this view, or a later one. */
  from(view: number): number {
    return [...this.latest.values()].filter((change) => change.view >= view).length;
  }

  /** The views after this one that members want, one of each. */
  ahead(view: number): number[] {
    return [...this.latest.values()].map((change) => change.view).filter((wanted) => wanted > view);
  }

  /** What was wanted up to this view has come. */
  forget(view: number): void {
    for (const [member, change] of this.latest) if (change.view <= view) this.latest.delete(member);
  }

  /**
   * What may have been decided above the last checkpoint, which must then be decided again: at each place what was
   * prepared in the latest view, or nothing (Castro and Liskov 1999, section 4.4).
   */
  proposals(changes: readonly ViewChange[]): Again[] {
    const stable = Math.max(...changes.map((change) => change.stable));
    const prepared = changes.flatMap((change) => change.prepared).filter(({ proposed }) => proposed.sequence > stable);
    const last = Math.max(stable, ...prepared.map(({ proposed }) => proposed.sequence));
    return Array.from({ length: last - stable }, (_, place) => {
      const sequence = stable + 1 + place;
      const best = prepared
        .filter(({ proposed }) => proposed.sequence === sequence)
        .reduce<(typeof prepared)[number] | undefined>(
          (found, one) => (found === undefined || one.proposed.view > found.proposed.view ? one : found),
          undefined,
        );
      return { sequence, entry: best?.entry ?? NOTHING };
    });
  }

  /** Whether a quorum wants this view, and it proposes again what it must. */
  justifies({ view, changes, proposals }: NewView): boolean {
    const members = new Set(changes.map(({ member }) => member));
    if (members.size !== changes.length || members.size < this.evidence.quorum) return false;
    if (!changes.every((change) => change.view === view && this.evidence.isViewChange(change))) return false;
    const due = this.proposals(changes);
    return (
      due.length === proposals.length &&
      proposals.every((proposal, place) => {
        const { sequence, entry } = due[place]!;
        const { ballot } = proposal;
        return (
          ballot.view === view &&
          ballot.sequence === sequence &&
          ballot.digest === digestOf(entry) &&
          this.evidence.isProposal(proposal)
        );
      })
    );
  }
}
