// A rolling 64-bit hash of everything that happens: two runs are the same run when their fingerprints are equal.

const HIGH_WORD = 2.3283064365386963e-10;

/** Mixes (time, code, party) of every event and fact. Not cryptographic. */
export class Fingerprint {
  private high = 0x9e3779b9 | 0;
  private low = 0x85ebca6b | 0;

  mix(time: number, code: number, party: number): void {
    let a = Math.imul(this.high ^ (time | 0), 0x85ebca6b);
    a = ((a << 13) | (a >>> 19)) ^ code;
    let b = Math.imul(this.low ^ party, 0xc2b2ae35);
    b = ((b << 17) | (b >>> 15)) ^ ((time * HIGH_WORD) | 0);
    this.high = (a + b) | 0;
    this.low = Math.imul(b ^ a, 0x27d4eb2f);
  }

  /** 16 hex digits. */
  toString(): string {
    return hex(this.high) + hex(this.low);
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
