// Dimensional values. Each is a number at run time and its own type at compile time; only the constructors here make one.

declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

/** A point in virtual or wall time: integer microseconds since the run (or process) began. Exact for 285 years. */
export type Instant = Quantity<'instant'>;
/** A span of time: integer microseconds, never negative. */
export type Duration = Quantity<'duration'>;
/** A number between 0 and 1, both included. */
export type Probability = Quantity<'probability'>;
/** Metered WebAssembly work. Below 2^53. */
export type Gas = Quantity<'gas'>;
/** Gas per second that one slot of a device executes. */
export type GasRate = Quantity<'gas/s'>;
export type Watts = Quantity<'watts'>;
export type Celsius = Quantity<'celsius'>;
export type Bytes = Quantity<'bytes'>;
/** Bits per second. */
export type BitRate = Quantity<'bit/s'>;
/** Token amounts in minor units: 1 token = 10^8. */
export type Amount = bigint & { readonly [unit]: 'amount' };

export const MICROSECONDS_PER_SECOND = 1_000_000;
export const BITS_PER_BYTE = 8;
export const MINOR_UNITS_PER_TOKEN = 100_000_000n;
export const FOREVER: Duration = Number.MAX_SAFE_INTEGER as Duration;

/** Rounds to the microsecond. Throws a RangeError on a negative, NaN or unrepresentable value. */
export function microseconds(value: number): Duration {
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`duration out of range: ${value} us`);
  return Math.round(value) as Duration;
}
export const milliseconds = (value: number): Duration => microseconds(value * 1_000);
export const seconds = (value: number): Duration => microseconds(value * MICROSECONDS_PER_SECOND);
/** SI seconds of a duration or instant, for reports. */
export const inSeconds = (value: Duration | Instant): number => value / MICROSECONDS_PER_SECOND;

export const instant = (microsecondsSinceStart: number): Instant => microsecondsSinceStart as Instant;
export const later = (at: Instant, by: Duration): Instant => (at + by) as Instant;
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;

/** Throws a RangeError outside 0 to 1: probabilities are checked where they enter. */
export function probability(value: number): Probability {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`probability out of range: ${value}`);
  return value as Probability;
}
export const gasRate = (perSecond: number): GasRate => nonNegative(perSecond, 'gas rate') as GasRate;
export const watts = (value: number): Watts => nonNegative(value, 'power') as Watts;
export const celsius = (value: number): Celsius => value as Celsius;
export const bytes = (value: number): Bytes => nonNegative(value, 'size') as Bytes;
export const bitRate = (perSecond: number): BitRate => nonNegative(perSecond, 'bit rate') as BitRate;
export const amount = (minorUnits: bigint): Amount => minorUnits as Amount;

function nonNegative(value: number, what: string): number {
  if (!(value >= 0)) throw new RangeError(`${what} out of range: ${value}`);
  return value;
}
