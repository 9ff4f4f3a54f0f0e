export { Client, type ClientListener } from './client.ts';
export { type CoordinatorSettings, MeshCoordinator } from './coordinator.ts';
