export { decodeModule, LOCALS_MAX } from './decode.ts';
export * from './module.ts';
export { type Immediates, type Opcode, opcodes, PREFIXED } from './opcodes.ts';
export { BinaryReader } from './reader.ts';
export type { Call, HostFunctions, Instance, Instantiate, Scalar } from './runtime.ts';
