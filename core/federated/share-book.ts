// Shares of many secrets, gathered until there are enough of each.

import { Interpolation, SHARE_BYTES, type Share } from './shamir.ts';

export class ShareBook {
  private readonly threshold: number;
  private readonly shares = new Map<number, Share[]>();
  /** By places: members of one neighbourhood hold shares of many secrets. */
  private readonly interpolations = new Map<string, Interpolation>();

  constructor(threshold: number) {
    this.threshold = threshold;
  }

  /** What is no share, or comes from a place that has given one, is not taken. */
  add(of: number, at: number, value: Uint8Array): void {
    const held = this.shares.get(of) ?? [];
    if (value.length !== SHARE_BYTES || held.some((other) => other.at === at)) return;
    held.push({ at, value });
    this.shares.set(of, held);
  }

  /**
   * The secret of a member. With more shares than needed a second choice of them must give the same; a false share
   * cannot hide there, though it is not known whose it is.
   */
  secret(of: number): Uint8Array | 'secret-lost' | 'false-share' {
    const held = this.shares.get(of) ?? [];
    if (held.length < this.threshold) return 'secret-lost';
    const secret = this.interpolate(held.slice(0, this.threshold));
    if (held.length === this.threshold) return secret;
    const again = this.interpolate(held.slice(-this.threshold));
    return Buffer.from(secret).equals(again) ? secret : 'false-share';
  }

  private interpolate(shares: readonly Share[]): Uint8Array {
    const places = shares.map(({ at }) => at);
    const key = places.join();
    const interpolation = this.interpolations.get(key) ?? new Interpolation(places);
    this.interpolations.set(key, interpolation);
    return interpolation.secret(shares.map(({ value }) => value));
  }
}
