// Max-min fair shares (Bertsekas and Gallager, Data Networks, 1992, section 6.5.2): all flows grow alike until a link is
// full; those that use it stay as they are, and the others go on growing.

/** `links` of each flow, by number; capacities by link, Infinity if it never fills. A flow without a finite link gets Infinity. */
export function maxMinShares(flows: readonly (readonly number[])[], capacities: readonly number[]): number[] {
  const shares = new Array<number>(flows.length).fill(Infinity);
  const left = [...capacities];
  const users = capacities.map(() => 0);
  for (const links of flows) for (const link of links) users[link]!++;
  const growing = new Set(flows.keys());
  while (growing.size > 0) {
    const link = tightest(left, users);
    if (link < 0) return shares;
    const share = left[link]! / users[link]!;
    for (const flow of growing) {
      if (!flows[flow]!.includes(link)) continue;
      shares[flow] = share;
      growing.delete(flow);
      for (const used of flows[flow]!) {
        left[used]! -= share;
        users[used]!--;
      }
    }
  }
  return shares;
}

/** The link that fills first, or -1 if none ever does. */
function tightest(left: readonly number[], users: readonly number[]): number {
  let best = -1;
  let least = Infinity;
  for (let link = 0; link < left.length; link++) {
    if (users[link] === 0) continue;
    const share = left[link]! / users[link]!;
    if (share >= least) continue;
    best = link;
    least = share;
  }
  return best;
}
