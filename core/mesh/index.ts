export { Client, type ClientListener, type JobContent } from './client.ts';
export { MeshCoordinator } from './coordinator.ts';
export type { CoordinatorSettings } from './settings.ts';
