// The electric and thermal figures of a device: `power` and `thermal`.

import { z } from 'zod';
import { type Failure, failed, success, watts } from '../../core/foundation/index.ts';
import { defaults } from './defaults.ts';
import { leaf, listOf, mapping, positive, quantity, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { readFraction, readQuantity, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { PowerPoint, ResolvedPower, ResolvedThermal } from './types.ts';
import { temperature, power as watt } from './values.ts';

const POINTS_MAX = 1_000;

const line: z.ZodType<ResolvedPower> = mapping('{ idle, peak }, or a list of [load, power]', {
  idle: watt('When nothing runs.'),
  peak: watt('When all slots run.'),
}).transform((given, context) => {
  if (given.idle > given.peak) report(context, { failure: messages.backwards('"idle"', '"peak"') });
  return given;
});

const POINT = 'a load and a power, such as [0.5, 9 W]';

const point: z.ZodType<PowerPoint> = leaf(
  POINT,
  { type: 'array', minItems: 2, maxItems: 2, description: 'A load from 0 to 1, and the power at it.' },
  (written) => {
    if (!Array.isArray(written) || written.length !== 2) return failed(messages.wrongType(POINT));
    const load = readFraction(written[0]);
    const drawn = readQuantity(written[1], quantities.power);
    if (!load.ok) return load;
    return drawn.ok ? success([load.value, drawn.value] as const) : drawn;
  },
);

const curve: z.ZodType<ResolvedPower> = listOf('a list of [load, power]', point, POINTS_MAX, 1).transform(
  (points, context) => {
    const failure = curveFailure(points);
    if (failure !== undefined) {
      report(context, { failure });
      return z.NEVER;
    }
    return { idle: watts(points[0]![1]), peak: watts(points.at(-1)![1]), curve: points };
  },
);

function curveFailure(points: readonly PowerPoint[]): Failure | undefined {
  const rises = points.every(([load], index) => index === 0 || load > points[index - 1]![0]);
  if (!rises || points[0]![0] !== 0 || points.at(-1)![0] !== 1) return messages.badCurve();
  return points.some(([, drawn]) => drawn < points[0]![1]) ? messages.belowIdle() : undefined;
}

export const power: z.ZodType<ResolvedPower> = z.union([line, curve]).meta({
  description:
    'Electric power by load, the busy share of the slots: a straight line from idle to peak, or through points such as [[0, 4.5 W], [0.5, 9 W], [1, 12.7 W]].',
});

const physical = (dimension: quantities.Dimension, description: string): z.ZodType<number> =>
  quantity(dimension, description, positive);

export const thermal: z.ZodType<ResolvedThermal> = mapping('{ resistance, capacity }', {
  resistance: physical(
    quantities.thermalResistance,
    'From the device to the room: how much warmer each watt makes it.',
  ),
  capacity: physical(quantities.heatCapacity, 'How much heat each kelvin takes: with the resistance, how fast.'),
  ambient: temperature('Of the room.').prefault(defaults.ambient),
  throttle: temperature('The device slows down rather than become hotter. Never if absent.').exactOptional(),
}).meta({ description: 'How warm the device gets by what it draws, and when that slows it down. Needs "power".' });

/** What is wrong with the two together. */
export function heatFailure(
  drawn: ResolvedPower | undefined,
  heat: ResolvedThermal | undefined,
): { readonly key: 'thermal'; readonly failure: Failure } | undefined {
  if (heat === undefined) return undefined;
  if (drawn === undefined) return { key: 'thermal', failure: messages.needsKey('thermal', 'power') };
  const steady = heat.ambient + drawn.idle * heat.resistance;
  if (heat.throttle === undefined || steady < heat.throttle) return undefined;
  return { key: 'thermal', failure: messages.tooHotIdle(writeQuantity(steady, quantities.temperature)) };
}

export function writePower({ idle, peak, curve }: ResolvedPower): Plain {
  if (curve !== undefined) return curve.map(([load, drawn]) => [load, writeQuantity(drawn, quantities.power)]);
  return { idle: writeQuantity(idle, quantities.power), peak: writeQuantity(peak, quantities.power) };
}

export function writeThermal({ resistance, capacity, ambient, throttle }: ResolvedThermal): Plain {
  return {
    resistance: writeQuantity(resistance, quantities.thermalResistance),
    capacity: writeQuantity(capacity, quantities.heatCapacity),
    ambient: writeQuantity(ambient, quantities.temperature),
    ...(throttle !== undefined && { throttle: writeQuantity(throttle, quantities.temperature) }),
  };
}
