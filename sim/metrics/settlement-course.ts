// What a report tells of settlement: reserves and supply of the peg over time, and which functionaries answered. The
// supply is added up from what accounts hold, apart from the arithmetic of the invariant that watches it.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import type { FactHandlers } from '../../core/protocol/index.ts';
import { MESSAGE_SENT, PEG_REFUSED, RESERVES_CHANGED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { SignerRecord } from '../results/index.ts';
import { COURSE_BINS, StepSeries } from './step-series.ts';

const tokens = (amount: bigint): number => Number(amount) / Number(MINOR_UNITS_PER_TOKEN);

export class SettlementCourse {
  readonly on: FactHandlers;
  private readonly reserves = new StepSeries(COURSE_BINS);
  private readonly supply = new StepSeries(COURSE_BINS);
  private readonly held = new Map<PartyId, bigint>();
  private readonly answers = new Map<PartyId, { signed: number; refused: number }>();
  /** Requests to sign, to all functionaries together. */
  private requests = 0;
  private most = 0;
  private pegged = false;

  constructor() {
    this.on = {
      [RESERVES_CHANGED]: (fact, at): void => {
        this.pegged = true;
        const reserves = tokens(fact.reserves);
        this.most = Math.max(this.most, reserves);
        this.reserves.set(reserves, at);
      },
      [TOKENS_MOVED]: ({ kind, account, amount }, at): void => {
        if (kind !== 'mint' && kind !== 'reverse' && kind !== 'burn') return;
        const before = this.held.get(account) ?? 0n;
        const after = kind === 'mint' ? before + amount : before - amount;
        this.held.set(account, after);
        this.supply.add(owned(after) - owned(before), at);
      },
      [MESSAGE_SENT]: ({ type }, _, from): void => {
        if (type === 'sign-peg') this.requests++;
        else if (type === 'peg-signed') this.answer(from).signed++;
      },
      [PEG_REFUSED]: ({ rescue }, _, from): void => {
        if (!rescue) this.answer(from).refused++;
      },
    };
  }

  /** Empty without a peg. Tokens. */
  series(end: Instant): Record<string, readonly number[]> {
    if (!this.pegged) return {};
    return { reserves: this.reserves.means(end).values, supply: this.supply.means(end).values };
  }

  /** The most that the federation held at once, in tokens. */
  get peak(): number {
    return this.most;
  }

  /** What `count` functionaries did with the requests to sign; those that never answered have no party to name. */
  signers(count: number): readonly SignerRecord[] {
    const asked = this.requests / count;
    const heard = [...this.answers].sort(([a], [b]) => a - b).map(([, answer]) => ({ asked, ...answer }));
    const silent = Array.from({ length: count - heard.length }, () => ({ asked, signed: 0, refused: 0 }));
    return [...heard, ...silent];
  }

  private answer(from: PartyId): { signed: number; refused: number } {
    const answer = this.answers.get(from) ?? { signed: 0, refused: 0 };
    this.answers.set(from, answer);
    return answer;
  }
}

/** An account in debt holds nothing. */
const owned = (amount: bigint): number => (amount > 0n ? tokens(amount) : 0);
