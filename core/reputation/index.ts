export { BetaReputation } from './beta.ts';
export type { ReputationRule } from './rule.ts';
