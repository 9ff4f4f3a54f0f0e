// How often each node was right and wrong.

import type { PartyId } from '../foundation/index.ts';

export class Counts {
  private readonly right: number[] = [];
  private readonly wrong: number[] = [];

  good(node: PartyId): number {
    return this.right[node] ?? 0;
  }

  bad(node: PartyId): number {
    return this.wrong[node] ?? 0;
  }

  total(node: PartyId): number {
    return this.good(node) + this.bad(node);
  }

  succeeded(node: PartyId): void {
    this.right[node] = this.good(node) + 1;
  }

  failed(node: PartyId): void {
    this.wrong[node] = this.bad(node) + 1;
  }
}
