// How a command ends. Scripts rely on these numbers.

export const PASSED = 0;
/** An invariant broke, or a threshold was missed. */
export const FAILED = 1;
/** A flag, a file or a scenario is wrong: the user can mend it. */
export const USAGE = 2;
/** The same inputs gave different results. */
export const NONDETERMINISTIC = 3;
/** Some runs did not finish. */
export const INCOMPLETE = 4;
/** A bug of ours. */
export const INTERNAL = 70;
export const INTERRUPTED = 130;

export type ExitCode =
  | typeof PASSED
  | typeof FAILED
  | typeof USAGE
  | typeof NONDETERMINISTIC
  | typeof INCOMPLETE
  | typeof INTERNAL
  | typeof INTERRUPTED;
