export { decode, encode, signingBytes, sizeOf } from './codec.ts';
export { Content, type Digest } from './content.ts';
export * from './facts.ts';
export type * from './host.ts';
export * from './messages.ts';
export { signed, UNSIGNED } from './signing.ts';
export type * from './telemetry.ts';
export type * from './trace.ts';
export * from './work.ts';
