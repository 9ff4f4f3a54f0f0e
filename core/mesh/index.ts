export type { ClientListener, ClientSettings } from './client.ts';
export { Client } from './client.ts';
export type { CoordinatorSettings } from './coordinator.ts';
export { MeshCoordinator } from './coordinator.ts';
export type { Command, Member, Standing } from './state.ts';
export { MeshState } from './state.ts';
