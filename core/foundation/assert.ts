// Assertions: a false one is a bug of ours, never of the user's.

/** Thrown by `assert`. `details` holds the values that show what went wrong. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
  readonly details: Readonly<Record<string, unknown>>;

  constructor(rule: string, details: Readonly<Record<string, unknown>>) {
    super(`${rule}${describe(details)}`);
    this.details = details;
  }
}

/** States one rule that always holds, in words. Throws AssertionFailure when it does not. */
export function assert(
  condition: boolean,
  rule: string,
  details: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition) violated(rule, details);
}

/** What `assert` does when a rule does not hold: for hot paths, where making the details costs more than the check. */
export function violated(rule: string, details: Readonly<Record<string, unknown>>): never {
  throw new AssertionFailure(rule, details);
}

function describe(details: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(details).map(([name, value]) => `${name}=${String(value)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
