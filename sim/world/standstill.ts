// Gives up on a run that will not end: one whose work would take lifetimes, or whose next arrival is centuries away,
// while nodes send their heartbeats for ever.

import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { Cell } from '../scenario/cells.ts';
import { LARGEST_WHOLE } from '../workload/index.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const STANDSTILL_MAX = 30 * DAY;

export class Standstill implements Occurrence {
  /** Why the run was given up; undefined if it was not. */
  reason: string | undefined;
  private readonly kernel: Kernel;
  private readonly longest: number;
  /** Until then something may lie ahead that the scenario plans. */
  private readonly planned: number;
  private index = -1;
  private since = 0;
  private over = false;

  constructor(kernel: Kernel, cell: Cell) {
    this.kernel = kernel;
    this.longest = cell.stop.standstill ?? STANDSTILL_MAX;
    this.planned = plannedUntil(cell);
  }

  /** Known to the kernel after everything else, so that what happens in a run has the numbers that it always had. */
  begin(): void {
    this.index = this.kernel.know(this);
    this.look();
  }

  /** Something was submitted, or has ended. */
  moved(): void {
    this.since = this.kernel.now;
  }

  /** All tasks have ended. */
  done(): void {
    this.over = true;
  }

  occur(): void {
    if (this.over) return;
    if (this.kernel.now < this.due) this.look();
    else {
      this.reason =
        this.kernel.now < LARGEST_WHOLE
          ? `nothing was submitted and nothing ended for ${inWords(this.longest)} (stop.standstill)`
          : `its clock counts no further than ${inWords(LARGEST_WHOLE)}`;
      this.kernel.stop();
    }
  }

  private get due(): number {
    return Math.min(Math.max(this.since, this.planned) + this.longest, LARGEST_WHOLE);
  }

  private look(): void {
    this.kernel.occurAt(this.due, AT_FAULT, this.index, 0);
  }
}

/** The last instant that the scenario itself names: what is planned will come, however late. */
function plannedUntil({ stop, faults, nodes, workload }: Cell): number {
  const faultEnds = faults.map(({ at, for: lasts = 0, until = 0 }) => Math.max(at + lasts, until));
  const online = nodes.flatMap((group) => (group.online ?? []).map((times) => times?.at(-1)?.[1] ?? 0));
  const arrivals = workload.map(({ arrivals, expires = 0 }) => {
    return expires + (arrivals.kind === 'trace' ? (arrivals.at.at(-1) ?? 0) : 0);
  });
  let last: number = stop.after ?? 0;
  for (const at of [...faultEnds, ...online, ...arrivals]) last = Math.max(last, at);
  return last;
}

function inWords(span: number): string {
  const [unit, name] = span >= YEAR ? [YEAR, 'years'] : span >= DAY ? [DAY, 'd'] : [HOUR, 'h'];
  return `${Number((span / unit).toPrecision(3))} ${name}`;
}
