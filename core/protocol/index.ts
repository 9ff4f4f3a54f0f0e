export type * from './host.ts';
export * from './messages.ts';
export * from './facts.ts';
