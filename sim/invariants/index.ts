import { anchorsBecomeFinal } from './anchors-become-final.ts';
import { anchorsChain } from './anchors-chain.ts';
import { burnsArePaid } from './burns-are-paid.ts';
import { certificatesNeverConflict } from './certificates-never-conflict.ts';
import { convictionsFollowLies } from './convictions-follow-lies.ts';
import { copiesRunOnce } from './copies-run-once.ts';
import { depositsCredited } from './deposits-credited.ts';
import { disputesEnd } from './disputes-end.ts';
import { energyAddsUp } from './energy-adds-up.ts';
import { everyTaskSettles } from './every-task-settles.ts';
import { heldAsSettled } from './held-as-settled.ts';
import { honestNeverSlashed } from './honest-never-slashed.ts';
import { honestWinsDisputes } from './honest-wins-disputes.ts';
import { inputsComeFirst } from './inputs-come-first.ts';
import type { InvariantDefinition } from './invariant.ts';
import { membersAgree } from './members-agree.ts';
import { modelsOfAcceptedUpdates } from './models-of-accepted-updates.ts';
import { noPaymentWithoutAcceptance } from './no-payment-without-acceptance.ts';
import { oneAcceptedResult } from './one-accepted-result.ts';
import { onlyEligibleAssigned } from './only-eligible-assigned.ts';
import { onlySignedCounts } from './only-signed-counts.ts';
import { pegSolvent } from './peg-solvent.ts';
import { privacyBudgetKept } from './privacy-budget-kept.ts';
import { sandboxLimitsHold } from './sandbox-limits-hold.ts';
import { settlesOnce } from './settles-once.ts';
import { slotsRespected } from './slots-respected.ts';
import { stolenProofsNeverPay } from './stolen-proofs-never-pay.ts';
import { tokensConserved } from './tokens-conserved.ts';
import { type Watch, watchAmong } from './watch.ts';
import { wrongResultNeverAccepted } from './wrong-result-never-accepted.ts';

export { Branches, branchesOf } from './branches.ts';
export { everyTaskSettles } from './every-task-settles.ts';
export type { InvariantDefinition } from './invariant.ts';
export type { InvariantOutcome, Watch } from './watch.ts';

/** Safety first, then liveness. */
export const invariants: readonly InvariantDefinition[] = [
  tokensConserved,
  settlesOnce,
  noPaymentWithoutAcceptance,
  oneAcceptedResult,
  onlyEligibleAssigned,
  heldAsSettled,
  onlySignedCounts,
  slotsRespected,
  copiesRunOnce,
  sandboxLimitsHold,
  inputsComeFirst,
  energyAddsUp,
  anchorsChain,
  pegSolvent,
  depositsCredited,
  privacyBudgetKept,
  modelsOfAcceptedUpdates,
  wrongResultNeverAccepted,
  stolenProofsNeverPay,
  honestNeverSlashed,
  convictionsFollowLies,
  certificatesNeverConflict,
  membersAgree,
  honestWinsDisputes,
  disputesEnd,
  everyTaskSettles,
  anchorsBecomeFinal,
  burnsArePaid,
];

/** Folds for the named invariants, to be shown the facts of one run, and what they found. */
export const watch = (names: readonly string[]): Watch => watchAmong(invariants, names);
