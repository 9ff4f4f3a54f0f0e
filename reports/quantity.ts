// Numbers as people read them: 250 ms rather than 0.25 s, 89.9 % rather than 0.899.

/** From the smallest: [size in the base unit, name]. */
type Scale = readonly (readonly [number, string])[];

const scales: Readonly<Record<string, Scale>> = {
  seconds: [
    [1e-6, 'µs'],
    [1e-3, 'ms'],
    [1, 's'],
    [60, 'min'],
    [3600, 'h'],
    [86_400, 'd'],
  ],
  joules: [
    [1e-3, 'mJ'],
    [1, 'J'],
    [1e3, 'kJ'],
    [1e6, 'MJ'],
  ],
  bytes: [
    [1, 'B'],
    [1e3, 'kB'],
    [1e6, 'MB'],
    [1e9, 'GB'],
    [1e12, 'TB'],
  ],
  grams: [
    [1e-6, 'µg'],
    [1e-3, 'mg'],
    [1, 'g'],
    [1e3, 'kg'],
    [1e6, 't'],
  ],
};

/** Minutes and larger begin at two of them: 90 s is clearer than 1.5 min. */
const AT_LEAST: Readonly<Record<string, number>> = { min: 2, h: 2, d: 2 };

/** A value of `seconds`, `joules`, `bytes`, `grams`, `tokens`, `fraction` or a plain number, to four digits. */
export function quantity(value: number, unit: string): string {
  if (unit === 'fraction') return percentage(value);
  const scale = scales[unit];
  if (scale === undefined) return unit === 'tokens' ? `${plain(value)} token` : plain(value);
  const [size, name] = value === 0 ? scale.find(([one]) => one === 1)! : step(scale, Math.abs(value));
  return `${plain(value / size)} ${name}`;
}

/** Never says 100 % of what is not whole, nor 0 % of what is not nothing. */
function percentage(value: number): string {
  const rounded = Math.round(value * 10_000) / 100;
  if (rounded === 100 && value < 1) return '> 99.99 %';
  if (rounded === 0 && value > 0) return '< 0.01 %';
  return `${plain(rounded)} %`;
}

function step(scale: Scale, value: number): readonly [number, string] {
  const fitting = scale.filter(([size, name]) => value >= size * (AT_LEAST[name] ?? 1));
  return fitting.at(-1) ?? scale[0]!;
}

/** Four significant digits, whole numbers in full, no exponent between 1e-6 and 1e15. */
function plain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(value);
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 10_000 && Math.abs(rounded) < 1e15 ? grouped(rounded) : String(rounded);
}

/** 1,000,000: the comma whatever the locale of the machine. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
