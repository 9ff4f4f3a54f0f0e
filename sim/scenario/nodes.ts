// The sections `devices` and `nodes`: who takes part, and on what.

import { z } from 'zod';
import { accessClasses } from './access.ts';
import { behaviour, type OwnBehaviours, type WrittenBehaviour, writeBehaviours } from './behaviour.ts';
import { churn, sleep, type WrittenChurn, writeChurn, writeSleep } from './churn.ts';
import { defaults, limits } from './defaults.ts';
import { heatFailure, power, thermal, writePower, writeThermal } from './electric.ts';
import { choice, count, flag, later, listOf, mapOf, mapping, name, number, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { NodeGroup, ResolvedDevice } from './types.ts';
import { bandwidth, duration, size, speed } from './values.ts';

export type WrittenDevice = Omit<ResolvedDevice, 'name'>;
export type WrittenGroup = Omit<NodeGroup, 'device' | 'churn' | 'online' | 'behaviour'> & {
  readonly device: string | WrittenDevice;
  readonly churn?: WrittenChurn;
  readonly behaviour?: readonly WrittenBehaviour[];
};

const SLOTS_MAX = 100_000;

const deviceShape = {
  speed: speed('Gas that one slot executes in a second.').prefault(defaults.device.speed),
  slots: count('Parallel servers: how many tasks run at once.', 1, SLOTS_MAX).prefault(defaults.device.slots),
  cores: count('Processor cores, for "needs". As many as slots if absent.', 1, SLOTS_MAX).exactOptional(),
  memory: size('Main memory.').prefault(defaults.device.memory),
  gpu: flag('Has a graphics processor.').prefault(defaults.device.gpu),
  npu: flag('Has a neural processor.').prefault(defaults.device.npu),
  gflops: number(
    'GFLOPS of the whole device, for telemetry and the health score.',
    'a number, not negative',
    (value) => (value >= 0 ? undefined : messages.outOfRange('at least 0')),
  ).prefault(defaults.device.gflops),
  up: bandwidth('Upload bandwidth. The figure of "network" if absent.').exactOptional(),
  down: bandwidth('Download bandwidth. The figure of "network" if absent.').exactOptional(),
  access: choice(
    'the access class',
    'Its access link, if its group names none.',
    Object.keys(accessClasses),
  ).exactOptional(),
  power: power.exactOptional(),
  thermal: thermal.exactOptional(),
  carbon: later('"carbon"'),
};

const device: z.ZodType<WrittenDevice> = mapping('a device, such as { speed: 1e9 gas/s, slots: 2 }', deviceShape)
  .transform((given, context): WrittenDevice => {
    const wrong = heatFailure(given.power, given.thermal);
    if (wrong !== undefined) report(context, { failure: wrong.failure }, [wrong.key]);
    return { ...given, cores: given.cores ?? given.slots };
  })
  .meta({ id: 'device', description: 'What a node runs on.' });

/** The device that a mapping of a scenario file describes, which must be right. */
export const deviceOf = (written: Readonly<Record<string, unknown>>): WrittenDevice => device.parse(written);

/** What a node is that names no device. */
export const genericDevice = (): WrittenDevice => deviceOf({});

export const devices: z.ZodType<Record<string, WrittenDevice>> = mapOf('devices by name', device)
  .meta({ description: 'Devices of your own, by name. They win over built-in ones.' })
  .prefault({});

const group: z.ZodType<WrittenGroup> = mapping('a group of nodes, such as { group: pi, count: 3 }', {
  group: name('a group', 'Its nodes are called GROUP-1, GROUP-2 and so on.').prefault(defaults.group),
  count: count('How many nodes. A matrix may vary it from 0 on.', 0, limits.nodes).prefault(defaults.groupCount),
  device: z
    .union([
      name('a device', 'The name of a device under "devices", or of a built-in one: see "ambient list devices".'),
      device,
    ])
    .meta({ description: 'The device of each node: a name, or a mapping.' })
    .prefault(defaults.deviceName),
  region: name('a region', 'Where the nodes are: its grid, and its place if "network" has regions.').prefault(
    defaults.region,
  ),
  churn: churn.exactOptional(),
  sleep: sleep.exactOptional(),
  stays: duration(
    'How long they take work; then each asks for its stake back, and takes no more. For good if absent.',
    positive,
  ).exactOptional(),
  access: choice(
    'the access class',
    'Their access links, if "network" is not ideal.',
    Object.keys(accessClasses),
  ).exactOptional(),
  behaviour: behaviour.exactOptional(),
}).transform((given): WrittenGroup => given);

export const nodes: z.ZodType<WrittenGroup[]> = listOf('a list of groups of nodes', group, limits.groups, 1).meta({
  description: 'The nodes, in groups of like ones.',
});

export const writeDevices = (devices: Readonly<Record<string, WrittenDevice>>): Plain =>
  Object.fromEntries(Object.entries(devices).map(([name, device]) => [name, writeDevice(device)]));

export function writeNodes(groups: readonly WrittenGroup[], own: OwnBehaviours): Plain {
  return groups.map(({ group, count, device, region, churn, sleep, stays, access, behaviour: worn }) => ({
    group,
    count,
    device: typeof device === 'string' ? device : writeDevice(device),
    region,
    ...(churn && { churn: writeChurn(churn) }),
    ...(sleep && { sleep: writeSleep(sleep) }),
    ...(stays !== undefined && { stays: writeQuantity(stays, quantities.time) }),
    ...(access !== undefined && { access }),
    ...(worn && { behaviour: writeBehaviours(worn, own) }),
  }));
}

function writeDevice(device: WrittenDevice): Plain {
  const { slots, cores, gpu, npu, gflops, up, down, access, power, thermal } = device;
  return {
    speed: writeQuantity(device.speed, quantities.gasRate),
    slots,
    cores,
    memory: writeQuantity(device.memory, quantities.size),
    gpu,
    npu,
    gflops,
    ...(up !== undefined && { up: writeQuantity(up, quantities.bitRate) }),
    ...(down !== undefined && { down: writeQuantity(down, quantities.bitRate) }),
    ...(access !== undefined && { access }),
    ...(power && { power: writePower(power) }),
    ...(thermal && { thermal: writeThermal(thermal) }),
  };
}
