import { describe, expect, it } from 'vitest';
import { catalogue, type ResolvedDevice } from '../../../sim/scenario/index.ts';
import { basic, cell, load, loadFile, write } from './fixture.ts';

const on = (device: string, more = ''): string => basic(more).replace('count: 2', `count: 2, device: ${device}`);
const resolved = async (device: string, more = ''): Promise<ResolvedDevice> =>
  (await cell(on(device, more))).nodes[0]!.device;

/** GFLOPS in HPL and watts at the wall under it, as Jeff Geerling's top500-benchmark publishes them. */
const PUBLISHED = {
  'raspberry-pi-5': [35.169, 12.7, 4],
  'raspberry-pi-4': [11.889, 7.2, 4],
  'orange-pi-5': [53.333, 11.5, 8],
  'server-altra-max': [1652.4, 440, 128],
  'server-ampereone-a192': [3026.9, 692, 192],
} as const;

describe('the catalogue of devices', () => {
  it.each(Object.entries(PUBLISHED))('has %s as it was published', async (name, [gflops, peak, cores]) => {
    const device = await resolved(name);
    expect(device).toMatchObject({ name, gflops, cores, slots: cores, power: { peak } });
    // The one bridge from GFLOPS to gas: a tenth of a gas for each operation.
    expect(device.speed * cores).toBeCloseTo(gflops * 1e8, -3);
  });

  it('has a Raspberry Pi 5 that gets as warm as it was measured', async () => {
    const { power, thermal } = await resolved('raspberry-pi-5');
    expect(power).toMatchObject({ idle: 4.5, peak: 12.7 });
    expect(25 + power!.peak * thermal!.resistance).toBeCloseTo(72, 1);
    expect(thermal!.throttle).toBe(80);
  });

  it('has at least twelve, each of them usable, with a source for every figure', async () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(12);
    for (const { name, figures } of catalogue) {
      const { power, thermal, slots } = await resolved(name);
      expect(figures.every(({ source, value }) => source !== '' && value !== '')).toBe(true);
      expect(slots).toBeGreaterThan(0);
      const slopes = power!.curve!.slice(1).map(([load, watts], index) => {
        const [before, less] = power!.curve![index]!;
        return (watts - less) / (load - before);
      });
      // Concave, up to the rounding of its points.
      slopes.slice(1).forEach((slope, index) => expect(slope).toBeLessThanOrEqual(slopes[index]! * 1.01));
      expect(thermal!.throttle!).toBeGreaterThan(thermal!.ambient + power!.idle * thermal!.resistance);
    }
  });

  it('gives way to a device of the same name in the scenario', async () => {
    const own = 'devices: { raspberry-pi-5: { slots: 3 } }';
    expect(await resolved('raspberry-pi-5', own)).toMatchObject({ slots: 3, cores: 3 });
    expect((await load(on('raspberry-pi-5', own))).scenario.assumptions).toEqual([]);
  });
});

describe('what is assumed of a built-in device', () => {
  it('is said of those that are used, after what the scenario says itself', async () => {
    const { assumptions } = (await load(on('raspberry-pi-5', 'assumptions: [mine]'))).scenario;
    expect(assumptions.map((text) => text.split(':')[0])).toEqual([
      'mine',
      'built-in devices',
      'built-in devices',
      'raspberry-pi-5',
    ]);
    expect(assumptions[1]).toMatch(/0\.1 gas for each floating-point operation/);
    expect(assumptions[3]).toMatch(/idle 4\.5 W \(4 to 5 W as recalled/);
    expect(assumptions[3]).not.toMatch(/peak 12|hpl/);
  });

  it('is told from what the scenario says itself', async () => {
    const mine = 'devices: { raspberry-pi-4: { slots: 3 } }';
    const { origins } = await load(on('raspberry-pi-5', mine));
    const from = (path: string): string | undefined => origins.find((value) => value.path === path)?.origin;
    expect(from('devices.raspberry-pi-5.slots')).toBe('built-in device');
    expect(from('devices.raspberry-pi-4.slots')).toMatch(/scenario\.yaml:\d+$/);
    expect(from('devices.raspberry-pi-4.memory')).toBe('default');
    expect(from('devices.generic.slots')).toBe('default');
  });

  it('covers those that only some cells use', async () => {
    const factor = 'matrix: { nodes.server.device: [raspberry-pi-4, generic, phone-snapdragon-8-gen-3] }';
    const { assumptions } = (await load(basic(factor))).scenario;
    expect(assumptions.slice(2).map((text) => text.split(':')[0])).toEqual([
      'raspberry-pi-4',
      'phone-snapdragon-8-gen-3',
    ]);
  });

  it('stands in resolved.yaml with the figures, and comes back from it', async () => {
    for (const text of [
      on('raspberry-pi-5', 'assumptions: [mine]'),
      basic('matrix: { nodes.server.device: [raspberry-pi-4, generic] }'),
    ]) {
      const { scenario } = await load(text);
      expect(scenario.yaml).toContain('resistance: ');
      const again = await loadFile(write('resolved/resolved.yaml', scenario.yaml));
      expect(again.ok && again.value.scenario).toEqual(scenario);
    }
  });

  it('is nothing where no built-in device is named', async () => {
    const { scenario } = await load(basic());
    expect(scenario.assumptions).toEqual([]);
    expect(scenario.yaml).not.toContain('raspberry');
  });
});
