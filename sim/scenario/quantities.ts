// Quantities as people write them ("30 ms", "4 /s", "512 MiB") and as the engine holds them. Decimal shifts are done
// on the text, so that "1.1 s" is exactly 1,100,000 microseconds.

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import * as messages from './messages.ts';

/** A unit is 10^`shift` · `times` / `per` base units. The first name is the one we write. */
interface Unit {
  readonly names: readonly string[];
  readonly shift: number;
  readonly times: number;
  readonly per: number;
}

/** What is measured, in which units, and how it reads in a sentence. */
export interface Dimension {
  readonly noun: string;
  readonly example: string;
  readonly units: readonly Unit[];
  /** Used where a value is no whole multiple of any unit. */
  readonly base: Unit;
  readonly max: { readonly value: number; readonly text: string };
  /** Whether a number without a unit will do: there is one unit, and the key it stands under names it. */
  readonly bare?: true;
}

const unit = (names: string, shift: number, times = 1, per = 1): Unit => ({
  names: names.split(' '),
  shift,
  times,
  per,
});

const EXACT = { value: Number.MAX_SAFE_INTEGER, text: 'less than 2^53' };
const CENTURIES = { value: Number.MAX_SAFE_INTEGER, text: 'less than 285 years' };

function dimension(noun: string, example: string, base: Unit, larger: readonly Unit[], max = EXACT): Dimension {
  return { noun, example, base, units: [base, ...larger], max };
}

/** In microseconds. */
export const time: Dimension = dimension(
  'a duration',
  '30 ms',
  unit('us µs μs microsecond microseconds', 0),
  [
    unit('ms millisecond milliseconds', 3),
    unit('s sec second seconds', 6),
    unit('min minute minutes', 7, 6),
    unit('h hr hour hours', 8, 36),
    unit('d day days', 8, 864),
  ],
  CENTURIES,
);
/** Per second. */
export const frequency: Dimension = dimension('a rate', '4 /s', unit('/s /sec /second Hz', 0), [
  unit('/min /minute', 0, 1, 60),
  unit('/h /hour', 0, 1, 3_600),
  unit('/d /day', 0, 1, 86_400),
]);
export const gas: Dimension = {
  ...dimension('an amount of gas', '5e6 gas', unit('gas', 0), [unit('Mgas', 6), unit('Ggas', 9)]),
  bare: true,
};
/** Gas per second. */
export const gasRate: Dimension = dimension('a speed', '1e9 gas/s', unit('gas/s', 0), [
  unit('Mgas/s', 6),
  unit('Ggas/s', 9),
]);
export const size: Dimension = dimension('a size', '512 MiB', unit('B byte bytes', 0), [
  unit('kB KB', 3),
  unit('KiB', 0, 1_024),
  unit('MB', 6),
  unit('MiB', 0, 1_048_576),
  unit('GB', 9),
  unit('GiB', 0, 1_073_741_824),
  unit('TB', 12),
  unit('TiB', 0, 1_099_511_627_776),
]);
/** Bits per second. */
export const bitRate: Dimension = dimension('a bandwidth', '100 Mbps', unit('bps bit/s', 0), [
  unit('kbps kbit/s Kbps', 3),
  unit('Mbps Mbit/s', 6),
  unit('Gbps Gbit/s', 9),
  unit('kB/s KB/s', 3, 8),
  unit('MB/s', 6, 8),
  unit('GB/s', 9, 8),
]);
/** Satoshi for each virtual byte. */
export const feeRate: Dimension = dimension('a fee rate', '20 sat/vB', unit('sat/vB', 0), []);
export const power: Dimension = dimension('a power', '45 W', unit('W', 0), [unit('mW', -3), unit('kW', 3)]);
export const energy: Dimension = dimension('an energy', '3 J', unit('J', 0), [
  unit('mJ', -3),
  unit('kJ', 3),
  unit('MJ', 6),
  unit('Wh', 2, 36),
  unit('kWh', 5, 36),
]);
export const mass: Dimension = dimension('a mass', '3 g', unit('g', 0), [
  unit('ug µg μg', -6),
  unit('mg', -3),
  unit('kg', 3),
]);
export const temperature: Dimension = dimension('a temperature', '85 C', unit('C °C', 0), []);
export const thermalResistance: Dimension = dimension('a thermal resistance', '5 K/W', unit('K/W C/W °C/W', 0), []);
export const heatCapacity: Dimension = dimension('a heat capacity', '40 J/K', unit('J/K J/C J/°C', 0), [
  unit('kJ/K', 3),
]);

/** Grams of CO2 equivalent. */
export const carbonIntensity: Dimension = dimension('a carbon intensity', '381 g/kWh', unit('g/kWh kg/MWh', 0), [
  unit('kg/kWh', 3),
]);

const NUMBER = /^([+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d+))?\s*(.*)$/s;

/** A number with a unit, in the base unit of `dimension`. */
export function readQuantity(written: unknown, dimension: Dimension): Result<number> {
  const expected = `${dimension.noun}, such as ${dimension.example}`;
  if (typeof written === 'number' && !Number.isFinite(written)) return failed(messages.outOfRange(expected));
  if (typeof written === 'number' && dimension.bare === true)
    return readQuantity(`${written} ${dimension.base.names[0]!}`, dimension);
  if (typeof written === 'number') return failed(messages.missingUnit(String(written), expected, dimension.example));
  if (typeof written !== 'string') return failed(messages.wrongType(expected));
  const parts = NUMBER.exec(written.trim());
  if (parts === null) return failed(messages.notAQuantity(expected, dimension.example));
  const mantissa = parts[1]!.replaceAll('_', '');
  const exponent = Number(parts[2] ?? 0);
  const name = parts[3]!.trim().replace(/^\/\s+/, '/');
  if (name === '') return failed(messages.missingUnit(written, expected, dimension.example));
  const found = dimension.units.find(({ names }) => names.includes(name));
  if (found === undefined) return failed(unknownUnit(name, dimension));
  const value = (Number(`${mantissa}e${exponent + found.shift}`) * found.times) / found.per;
  if (!(value < dimension.max.value)) return failed(messages.outOfRange(dimension.max.text));
  if (value < 0 && dimension !== temperature) return failed(messages.outOfRange(`${dimension.noun}, not negative`));
  return success(value);
}

/** A regular expression for the text of a quantity, for editors. */
export function quantityPattern({ units }: Dimension): string {
  const names = units.flatMap((unit) => unit.names).map((name) => name.replace('/', '/ ?'));
  return `^\\s*[+-]?[0-9._]+([eE][+-]?[0-9]+)?\\s*(${names.join('|')})\\s*$`;
}

const unknownUnit = (name: string, { noun, units }: Dimension): Failure =>
  messages.unknownUnit(
    name,
    noun,
    units.flatMap(({ names }) => names),
  );

/** Writes a value so that reading it gives the same bits: in the largest unit of which it is a whole multiple. */
export function writeQuantity(value: number, dimension: Dimension): string {
  if (value === 0) return `0 ${dimension === time ? 's' : dimension.base.names[0]!}`;
  let shortest = `${value} ${dimension.base.names[0]!}`;
  let least = value;
  for (const { names, shift, times, per } of dimension.units) {
    const one = Number(`${times}e${shift}`);
    if (per > 1 || !Number.isSafeInteger(value) || value % one !== 0 || value / one >= least) continue;
    least = value / one;
    shortest = `${least} ${names[0]!}`;
  }
  return shortest;
}

/** A share from 0 to 1: `5 %` or a bare `0.05`. */
export function readFraction(written: unknown): Result<number> {
  const expected = 'a fraction from 0 to 1, such as 5 % or 0.05';
  const value = typeof written === 'string' ? percent(written.trim()) : written;
  if (typeof value !== 'number') {
    return failed(typeof written === 'string' ? messages.notAQuantity(expected, '5 %') : messages.wrongType(expected));
  }
  return value >= 0 && value <= 1 ? success(value) : failed(messages.outOfRange(expected));
}

function percent(written: string): number | undefined {
  const parts = NUMBER.exec(written);
  if (parts?.[3] !== '%') return undefined;
  return Number(`${parts[1]!.replaceAll('_', '')}e${Number(parts[2] ?? 0) - 2}`);
}

const MINOR_DIGITS = 8;
const TOKENS_MAX_DIGITS = 18;

/** An amount of tokens, in minor units: exact to the eighth decimal. */
export function readTokens(written: unknown): Result<bigint> {
  const expected = 'an amount, such as 1 token or 0.5 tokens';
  if (typeof written === 'number') return failed(messages.missingUnit(String(written), expected, '1 token'));
  if (typeof written !== 'string') return failed(messages.wrongType(expected));
  const parts = NUMBER.exec(written.trim());
  if (parts === null) return failed(messages.notAQuantity(expected, '1 token'));
  const [, mantissa = '', exponent = '0', name = ''] = parts;
  if (name === '') return failed(messages.missingUnit(written, expected, '1 token'));
  if (name !== 'token' && name !== 'tokens') return failed(messages.unknownUnit(name, 'money', ['token', 'tokens']));
  const [, sign, whole = '', decimals = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(mantissa.replaceAll('_', ''))!;
  const significant = `${whole}${decimals}`.replace(/^0+|0+$/g, '');
  if (significant === '') return success(0n);
  if (sign === '-') return failed(messages.outOfRange('an amount, not negative'));
  // Zeros that the text ends in say where the point is, and are no digits.
  const zeros = /0*$/.exec(`${whole}${decimals}`)![0].length;
  const shift = Number(exponent) - decimals.length + zeros + MINOR_DIGITS;
  if (shift < 0) return failed(messages.outOfRange('at most 8 decimals (1 token = 10^8 minor units)'));
  if (significant.length + shift > TOKENS_MAX_DIGITS + MINOR_DIGITS) {
    return failed(messages.outOfRange('less than 10^18 tokens'));
  }
  return success(BigInt(`${significant}${'0'.repeat(shift)}`));
}

export function writeTokens(minorUnits: bigint): string {
  const digits = minorUnits.toString().padStart(MINOR_DIGITS + 1, '0');
  const whole = digits.slice(0, -MINOR_DIGITS);
  const decimals = digits.slice(-MINOR_DIGITS).replace(/0+$/, '');
  return decimals === '' ? `${whole} ${whole === '1' ? 'token' : 'tokens'}` : `${whole}.${decimals} tokens`;
}
