// Another entry for the same place of an order.

import type { Entry } from '../../core/protocol/index.ts';

/** Without what was asked; if nothing was, at another time. */
export const otherEntry = (entry: Entry): Entry =>
  entry.asked.length > 0
    ? { ...entry, asked: [] }
    : { ...entry, at: (Number.isFinite(entry.at) ? entry.at + 1 : 0) as Entry['at'] };
