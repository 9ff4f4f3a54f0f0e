// From the catalogue's figures to devices that nodes may name, to what they assume, and to a list for people.

import { defaults } from './defaults.ts';
import { type CatalogueDevice, devices, type Figure, GAS_PER_FLOP, POWER_SHAPE } from './devices.ts';
import { deviceOf, type WrittenDevice, type WrittenGroup } from './nodes.ts';

const GIGA = 1e9;
const ROOM = Number.parseFloat(defaults.ambient);
/** Digits of a derived figure that mean something. */
const DIGITS = 4;

/** A figure of a device as `ambient list devices NAME` shows it. */
export interface CatalogueFigure {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly assumed: boolean;
}

export interface CatalogueEntry {
  readonly name: string;
  readonly summary: string;
  readonly figures: readonly CatalogueFigure[];
}

/** The built-in devices, by name. */
export const builtIn: Readonly<Record<string, WrittenDevice>> = Object.fromEntries(
  Object.entries(devices).map(([name, device]) => [name, deviceOf(asWritten(device))]),
);

/** As a scenario file would write it. */
function asWritten(device: CatalogueDevice): Record<string, unknown> {
  const { cores, memory, hpl, gpu, npu, idle, peak, throttle } = device;
  const { resistance, capacity } = heatOf(device);
  return {
    speed: `${speedOf(device)} gas/s`,
    slots: cores.value,
    cores: cores.value,
    memory: memory.value,
    gpu: gpu !== undefined,
    npu: npu ?? false,
    gflops: (gpu ?? hpl).value,
    power: POWER_SHAPE.value.map(([load, share]) => {
      return [load, `${rounded(idle.value + share * (peak.value - idle.value))} W`];
    }),
    thermal: { resistance: `${resistance} K/W`, capacity: `${capacity} J/K`, throttle: `${throttle.value} C` },
  };
}

/** Gas per second of one slot. */
function speedOf({ cores, hpl }: CatalogueDevice): number {
  return Math.round((hpl.value * GIGA * GAS_PER_FLOP.value) / cores.value);
}

function heatOf({ peak, settles, warms }: CatalogueDevice): { resistance: number; capacity: number } {
  const resistance = rounded((settles.value - ROOM) / peak.value);
  return { resistance, capacity: rounded(warms.value / resistance) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** The built-in devices that groups name and no device of one's own replaces, in the order of the catalogue. */
export function builtInAmong(
  groups: readonly Pick<WrittenGroup, 'device'>[],
  own: Readonly<Record<string, unknown>>,
): string[] {
  const named = new Set(groups.map(({ device }) => device));
  return Object.keys(devices).filter((name) => named.has(name) && !Object.hasOwn(own, name));
}

/** What a scenario takes for granted that uses these devices of the catalogue: a line for each, and those of all. */
export function assumptionsOf(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `built-in devices: ${GAS_PER_FLOP.value} gas for each floating-point operation (${GAS_PER_FLOP.source})`,
    `built-in devices: shape of the power curve between idle and peak (${POWER_SHAPE.source})`,
    ...names.map((name) => {
      const guesses = Object.entries(figuresOf(devices[name]!)).filter(([, { assumed }]) => assumed);
      return `${name}: ${guesses.map(([key, { value, source }]) => `${key} ${value} (${source})`).join('; ')}`;
    }),
  ];
}

/** Every built-in device, with where each of its figures comes from. */
export const catalogue: readonly CatalogueEntry[] = Object.entries(devices).map(([name, device]) => {
  const figures = { ...figuresOf(device), ...derivedOf(device) };
  return {
    name,
    summary: `${device.summary}: ${shortly(device)}`,
    figures: Object.entries(figures).map(([key, figure]) => ({ name: key, ...figure })),
  };
});

function shortly({ cores, hpl, idle, peak, throttle }: CatalogueDevice): string {
  return `${cores.value} slots, ${hpl.value} GFLOPS, ${idle.value} to ${peak.value} W, throttles at ${throttle.value} C`;
}

function figuresOf(device: CatalogueDevice): Record<string, Figure<string>> {
  const { cores, memory, hpl, gpu, idle, peak, throttle, settles, warms } = device;
  return {
    cores: text(cores, ''),
    memory: text(memory, ''),
    hpl: text(hpl, ' GFLOPS'),
    ...(gpu && { gpu: text(gpu, ' GFLOPS') }),
    idle: text(idle, ' W'),
    peak: text(peak, ' W'),
    throttle: text(throttle, ' C'),
    settles: text(settles, ' C'),
    warms: text(warms, ' s'),
  };
}

/** What follows from the figures. */
function derivedOf(device: CatalogueDevice): Record<string, Figure<string>> {
  const { resistance, capacity } = heatOf(device);
  const derived = (value: string, source: string): Figure<string> => ({ value, source, assumed: true });
  return {
    speed: derived(
      `${speedOf(device)} gas/s`,
      `hpl x ${GAS_PER_FLOP.value} gas over the cores: ${GAS_PER_FLOP.source}`,
    ),
    power: derived(curveOf(device), `idle and peak, and ${POWER_SHAPE.source}`),
    resistance: derived(`${resistance} K/W`, `settles - ${ROOM} C over peak`),
    capacity: derived(`${capacity} J/K`, 'warms over resistance'),
    access: derived(device.access, 'a usual link of such a device'),
  };
}

function curveOf(device: CatalogueDevice): string {
  return JSON.stringify(asWritten(device)['power']).replaceAll('"', '');
}

function text({ value, ...about }: Figure<number | string>, unit: string): Figure<string> {
  return {
    value: `${value}${unit}`,
    ...about,
  };
}
