// resolved.yaml as plain data, and small changes to it.

export interface Document {
  readonly [key: string]: unknown;
}

export type Mapping = Readonly<Record<string, unknown>>;

export function listOf(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? (value as Mapping[]) : [];
}

export function without(mapping: Mapping, key: string): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== key));
}

/** `30 s` times 0.5 is `15 s`. */
export function scaled(quantity: string, by: number): string {
  const [, amount = '0', unit = 's'] = /^([\d.eE+-]+)\s*(.*)$/.exec(quantity) ?? [];
  return `${Math.round(Number(amount) * by * 1000) / 1000} ${unit}`;
}
