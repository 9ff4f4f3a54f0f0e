// What a task may use. The first four are part of a claim, since they decide its outcome; the last two only protect
// the node.

import type { LimitPreset } from '../protocol/index.ts';

export type { LimitPreset };

export interface ExecutionLimits {
  readonly gas: bigint;
  /** Pages of 64 KiB. */
  readonly memoryPages: number;
  /** Stack in calls of the smallest frame; wider frames count for more. */
  readonly depth: number;
  /** Bytes. */
  readonly outputBytes: number;
  /** Wall-clock milliseconds for one run: beyond them the node gives up, which says nothing about the task. */
  readonly runMilliseconds: number;
  /** Wall-clock milliseconds for compiling and instantiating. */
  readonly startMilliseconds: number;
}

const common = { depth: 2_048, outputBytes: 16 * 2 ** 20, startMilliseconds: 5_000 };

/** The presets by name. */
export const limitPresets: Readonly<Record<LimitPreset, ExecutionLimits>> = {
  strict: { ...common, gas: 1_000_000_000n, memoryPages: 4_096, runMilliseconds: 10_000 },
  default: { ...common, gas: 10_000_000_000n, memoryPages: 8_192, runMilliseconds: 30_000 },
  relaxed: { ...common, gas: 50_000_000_000n, memoryPages: 16_384, runMilliseconds: 60_000 },
};
