export { accountOf, stakeOf, TREASURY, unbondingOf } from './accounts.ts';
export { GENESIS, Journal, recoverJournal } from './journal.ts';
export { Ledger, type Resting } from './ledger.ts';
export { findReward, type Reward, type RewardView, rewardRules } from './rewards.ts';
export { replay, takeSnapshot } from './snapshot.ts';
export { proveState, stateItems, stateRoot, verifyState } from './state-root.ts';
