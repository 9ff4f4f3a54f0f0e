export { type Account, accountOf, ESCROW, ISSUANCE, LEAVING, stakeOf, TREASURY } from './accounts.ts';
export type { Entry, EntryKind, Rests } from './entry.ts';
export { type Frame, GENESIS, Journal, type Recovered, recoverJournal } from './journal.ts';
export { type Division, Ledger, type Resting } from './ledger.ts';
export { findReward, type Reward, type RewardRule, type RewardView, rewardRules } from './rewards.ts';
export { replay, takeSnapshot } from './snapshot.ts';
export { proveState, type StateItem, type StateProof, stateItems, stateRoot, verifyState } from './state-root.ts';
