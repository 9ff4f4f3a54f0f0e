import { describe, expect, it } from 'vitest';
import type { DiskFailure } from '../../../sim/scenario/index.ts';
import { Disk } from '../../../sim/world/disk.ts';

const record = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const disk = (...fails: DiskFailure[]): Disk => new Disk(fails.map((each) => ({ fails: each, from: 10, until: 20 })));
const kept = (of: Disk): number[][] => of.read().map((bytes) => [...bytes]);

describe('a disk', () => {
  it('keeps what is written through a crash', () => {
    const sound = disk();
    expect(sound.write(record(1, 2), 0)).toBe(true);
    sound.crash(15);
    expect(kept(sound)).toEqual([[1, 2]]);
  });

  it('takes nothing while it is full, and keeps what it had', () => {
    const full = disk('full');
    full.write(record(1), 9);
    expect([full.write(record(2), 10), full.write(record(3), 19), full.write(record(4), 20)]).toEqual([
      false,
      false,
      true,
    ]);
    full.replace([], 15);
    expect(kept(full)).toEqual([[1], [4]]);
  });

  it('loses what was not synced, if it crashes before the fault ends', () => {
    const lost = disk('unsynced');
    lost.write(record(1), 9);
    lost.write(record(2), 10);
    lost.replace([record(3)], 12);
    lost.crash(19);
    expect(kept(lost)).toEqual([[1]]);
    lost.write(record(4), 19);
    lost.crash(20);
    expect(kept(lost)).toEqual([[1], [4]]);
  });

  it('leaves the beginning of a record behind', () => {
    const torn = disk('torn');
    torn.write(record(1, 2, 3, 4), 9);
    torn.crash(9);
    expect(kept(torn)).toEqual([[1, 2, 3, 4]]);
    torn.crash(10);
    expect(kept(torn)).toEqual([
      [1, 2, 3, 4],
      [1, 2],
    ]);
  });
});
