// Accesses to registers and memory in the order that a prover says they came in.

export interface Access {
  readonly time: number;
  readonly address: bigint;
  /** What is there from then on. */
  readonly left: bigint;
}

/** Of accesses, by their times. */
export interface Order {
  /** Before all others of their place. */
  readonly early?: readonly number[];
  /** Without a trace. */
  readonly lost?: readonly number[];
}

/** How long ago each place was last accessed, by the time of the access, and what each was left with. */
export function chained(accesses: readonly Access[], { early = [], lost = [] }: Order) {
  const ages = new Map<number, number>();
  const last = new Map<bigint, { readonly value: bigint; readonly time: number }>();
  const first = accesses.filter(({ time }) => early.includes(time));
  const others = accesses.filter(({ time }) => !early.includes(time));
  for (const { time, address, left } of [...first, ...others]) {
    ages.set(time, time - (last.get(address)?.time ?? 0));
    if (!lost.includes(time)) last.set(address, { value: left, time: time + 1 });
  }
  return { ages, last };
}
