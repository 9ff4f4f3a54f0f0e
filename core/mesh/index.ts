export type { Minutes } from './agreed-host.ts';
export { Client, type ClientListener, type ClientSettings, type JobContent } from './client.ts';
export { MeshCoordinator } from './coordinator.ts';
export { type Introduction, introduction } from './envoy.ts';
export { FederationMember } from './federation-member.ts';
export { LoggedParty } from './logged-party.ts';
export type { CoordinatorSettings } from './settings.ts';
