// Carbon by place and hour: published means, and whole runs whose grams can be done by hand.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import { intensityAt } from '../../../sim/scenario/index.ts';
import { Intensities } from '../../../sim/world/grid.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const meanOf = (zone: string): number => HOURS.reduce((sum, hour) => sum + intensityAt(zone, hour), 0) / 24;

describe('the carbon intensity of a zone', () => {
  it('has the published mean of a measured series, and elsewhere the mean of its year', () => {
    // Wiesner et al. 2021; hourly means are rounded to a tenth.
    expect(meanOf('DEU')).toBeCloseTo(313.396, 1);
    expect(meanOf('GBR')).toBeCloseTo(212.942, 1);
    expect(meanOf('FRA')).toBeCloseTo(56.337, 1);
    expect(meanOf('JPN')).toBeCloseTo(485.392, 9);
  });
});

describe('a node that always draws 10 W', () => {
  /** Two tasks that take no time, `hours` apart: the window is between them. */
  async function carbonPerTask(region: string, hours: number): Promise<number | undefined> {
    const file = join(mkdtempSync(join(tmpdir(), 'grid-')), 'day.yaml');
    writeFileSync(
      file,
      `version: 1
devices: { lamp: { power: { idle: 10 W, peak: 10 W } } }
nodes: [{ group: lamp, device: lamp, region: ${region} }]
workload: [{ name: two, work: { time: { constant: 0 s } }, arrivals: { trace: [0 s, ${hours} h] } }]
`,
    );
    const loaded = await loadScenarioFile(file);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
    const { result } = await runCell(loaded.value.scenario.cells[0]!, 1);
    return result.metrics['carbon.perTask'];
  }
  const KWH_PER_HOUR = 0.01;

  it('emits a day of its grid, whatever hour its clock shows at first', async () => {
    expect(await carbonPerTask('frankfurt', 24)).toBeCloseTo((24 * KWH_PER_HOUR * meanOf('DEU')) / 2, 9);
    expect(await carbonPerTask('tokyo', 24)).toBeCloseTo((24 * KWH_PER_HOUR * meanOf('JPN')) / 2, 9);
  });

  it('lives by its own clock: midnight UTC is one in Frankfurt, and half past five in Mumbai', async () => {
    const frankfurt = KWH_PER_HOUR * (intensityAt('DEU', 1) + intensityAt('DEU', 2));
    expect(await carbonPerTask('frankfurt', 2)).toBeCloseTo(frankfurt / 2, 9);
    const mumbai = KWH_PER_HOUR * (intensityAt('IND', 5) / 2 + intensityAt('IND', 6) / 2);
    expect(await carbonPerTask('mumbai', 1)).toBeCloseTo(mumbai / 2, 9);
  });

  it('has no figure where a region is but a label', async () => {
    expect(await carbonPerTask('atlantis', 2)).toBeUndefined();
  });
});

describe('carbon of one’s own', () => {
  it('is by the hour of the run, from when it begins', () => {
    const carbon = {
      DEU: { dated: false, at: [6 * 3600e6, 18 * 3600e6], grams: [100, 300] },
      tokyo: { dated: true, at: [0, 86_400e6], grams: [1, 2] },
    };
    const intensities = new Intensities({ start: 5 * 3600e6, carbon });
    // At 5 it is what it was since the evening before.
    const hours = [0, 1, 12.5, 13, 24, 25];
    expect(hours.map((hour) => intensities.intensityAt('frankfurt', hour * 3600e6))).toEqual([
      300, 100, 100, 300, 300, 100,
    ]);
    expect(hours.map((hour) => intensities.intensityAt('tokyo', hour * 3600e6))).toEqual([1, 1, 1, 1, 2, 2]);
    expect(intensities.intensityAt('osaka', 0)).toBe(intensityAt('JPN', 14));
    expect(intensities.intensityAt('nowhere', 0)).toBeUndefined();
  });
});
