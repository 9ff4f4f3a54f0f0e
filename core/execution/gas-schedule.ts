// What each instruction costs. Gas decides outcomes and payments, so every node must charge the same: whoever changes
// a number here changes the protocol, and raises the version.

import { PREFIXED } from './opcodes.ts';

/** Part of every claim. */
export const GAS_SCHEDULE_VERSION = 2;

/** Parameters and locals that cost as much to make room for as the smallest frame. */
const SLOTS_PER_FRAME = 16;
/** Frames of the smallest kind that so many slots fill: in gas at each entry of a function, and in depth. */
export const framesOf = (slots: number): number => 1 + Math.floor(slots / SLOTS_PER_FRAME);
/** Each turn of a loop, first one included: a loop without instructions is not free. */
export const TURN_GAS = 1;
/** Bulk operations cost one more for every 8 bytes, or 8 elements: shift the length by this. */
export const BULK_SHIFT = 3;

const DIVISIONS = [0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82, 0x91, 0x95, 0x9f, 0xa3];
/** block, loop, end, else and nop do nothing by themselves. */
const FREE = [0x01, 0x02, 0x03, 0x05, 0x0b];

const costs = new Uint16Array(256).fill(1);
costs.fill(2, 0x28, 0x3f);
for (const code of DIVISIONS) costs[code] = 8;
for (const code of FREE) costs[code] = 0;
costs[0x10] = 10;
costs[0x11] = 15;
costs[0x40] = 1_000;

/** Gas of one instruction, without what its length adds. */
export const gasOf = (code: number): number => (code >= PREFIXED ? 3 : costs[code]!);
