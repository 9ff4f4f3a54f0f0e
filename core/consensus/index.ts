export type { Application, Seat } from './application.ts';
export { faultsOf, quorumOf, someHonest } from './quorum.ts';
export { Replica } from './replica.ts';
