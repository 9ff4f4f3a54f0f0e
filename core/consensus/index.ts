export { faultsOf, quorumOf, someHonest } from './quorum.ts';
export { type Application, Replica, type Seat } from './replica.ts';
