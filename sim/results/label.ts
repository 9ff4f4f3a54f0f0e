// What kind of thing a figure is: measured, modelled or assumed. Said of each figure in every report.

/** What the truth of a figure rests on, besides the parties, which are real. */
export type Ground =
  /** When things happen: work, machines and networks. */
  | 'times'
  /** What tasks put out. */
  | 'outputs'
  /** Electric power of devices. */
  | 'power'
  /** Carbon of a grid, and the power drawn from it. */
  | 'grid'
  /** A theorem about what is revealed. */
  | 'theorem';

/** Kinds of figures. */
export type Label = 'measured' | 'modelled' | 'assumed';

/**
 * Measured: real code put it out. Modelled: a formula with stated parameters. Assumed: one of these parameters is a
 * guess, which the report lists among its assumptions.
 */
export function labelOf(ground: Ground, execution: string | undefined, assumed: readonly Ground[]): Label {
  if (ground === 'outputs') return execution === 'real' || execution === 'memoised' ? 'measured' : 'modelled';
  return assumed.includes(ground) ? 'assumed' : 'modelled';
}
