// The wall clock of experiments: its figures go to timing.json, and nowhere else.

import type { WallClock } from '../sim/experiment/index.ts';

export function wallClock(): WallClock {
  return { started: new Date().toISOString(), seconds: () => performance.now() / 1000 };
}
