// The one shape of an expected failure. Expected failures are values; bugs are assertions (assert.ts).

/** A place in a text file: 1-based line and column. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What went wrong, for a program (`code`) and for a person (`message`, `expected`, `got`, `hint`). */
export interface Failure {
  /** kebab-case, stable: scripts may match on it. */
  readonly code: string;
  readonly message: string;
  readonly place?: SourcePlace;
  /** Where in a document: `nodes[0].churn.up`. */
  readonly path?: string;
  readonly expected?: string;
  readonly got?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The offending lines with a caret, ready to print. */
  readonly frame?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failures: readonly Failure[] };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (...failures: readonly Failure[]): Result<never> => ({ ok: false, failures });
