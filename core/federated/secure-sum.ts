// One secure aggregation with everyone in one place: the state machines are those of a mesh, and messages pass from hand
// to hand. Members drop out where they are told to.

import type { PartyId } from '../foundation/index.ts';
import type { FromAggregator, FromMember, Random } from '../protocol/index.ts';
import { keystream } from './keystream.ts';
import { type SecureAbort, SecureAggregator, type SecureSum } from './secure-aggregator.ts';
import { type Identity, type MemberAbort, SecureMember } from './secure-member.ts';
import type { SecureSettings } from './secure-settings.ts';

const SEED_BYTES = 32;

/** The answer that a member fails to give: keys, shares, its contribution, or its shares of others; or none of them. */
export type DropOut = 0 | 1 | 2 | 3 | undefined;

export interface SecureRun {
  readonly settings: SecureSettings;
  /** One for each member: what member i is named by is i. */
  readonly contributions: readonly Uint32Array[];
  readonly dropOuts: readonly DropOut[];
  /** All secrets of members come from it. */
  readonly secret: Uint8Array;
  /** Of the aggregator. */
  readonly random: Random;
  /** By which members know one another; by nothing if it is left out. */
  identityOf?(member: number): Identity;
  /** What an aggregator that lies says instead. */
  bends?(to: number, message: FromAggregator): FromAggregator;
  /** Is shown each message that arrives. */
  observe?(member: number, message: FromMember | FromAggregator): void;
  /** Is told of members that go no further. */
  refused?(member: number, why: MemberAbort): void;
}

export function secureSum(run: SecureRun): SecureSum | { readonly abort: SecureAbort } {
  const { settings, contributions, dropOuts } = run;
  const seeds = keystream(run.secret);
  const members = contributions.map(
    (values, index) => new SecureMember(settings, values, seeds(SEED_BYTES), run.identityOf?.(index)),
  );
  const parties = members.map((_, index) => index as PartyId);
  const aggregator = new SecureAggregator(settings, parties, run.random);
  let answers: (readonly [number, FromMember])[] = members.map((member, index) => [index, member.begin()]);
  for (let stage = 0; ; stage++) {
    for (const [index, answer] of answers) {
      const gone = dropOuts[index];
      if (gone !== undefined && gone <= stage) continue;
      run.observe?.(index, answer);
      aggregator.receive(parties[index]!, answer);
    }
    const step = aggregator.close();
    if (!('send' in step)) return step;
    answers = step.send.flatMap(([to, honest]) => {
      const message = run.bends?.(to, honest) ?? honest;
      run.observe?.(to, message);
      const answer = members[to]!.receive(message);
      if (answer !== undefined && 'abort' in answer) run.refused?.(to, answer.abort);
      return answer !== undefined && 'send' in answer ? [[to, answer.send] as const] : [];
    });
  }
}
