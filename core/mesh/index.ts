export { Client, type ClientListener, type JobContent } from './client.ts';
export { type CoordinatorSettings, MeshCoordinator } from './coordinator.ts';
