// The layouts of what nodes say of themselves, and of what tasks ask of nodes.

import type {
  BitRate,
  Bytes,
  Celsius,
  Duration,
  GasRate,
  Instant,
  PartyId,
  Probability,
  Watts,
} from '../foundation/index.ts';
import type { Codec } from './bytes.ts';
import { count, countOrInfinity, flag, float, fraction, text } from './elements.ts';
import type { Capabilities, Heartbeat, Needs } from './messages.ts';
import { list, optional, record } from './records.ts';
import type { Telemetry } from './telemetry.ts';

const size = float as Codec<Bytes>;
const bitRate = float as Codec<BitRate>;
const watts = float as Codec<Watts>;
const celsius = float as Codec<Celsius>;

export const capabilities: Codec<Capabilities> = record<Capabilities>({
  slots: count,
  speed: float as Codec<GasRate>,
  cores: count,
  memory: size,
  up: bitRate,
  down: bitRate,
  gpu: flag,
  npu: flag,
  region: text,
});

export const needs: Codec<Needs> = optional<Needs>({
  cpu: float,
  memory: size,
  bandwidth: bitRate,
  gpu: flag,
  npu: flag,
  reputation: fraction as Codec<Probability>,
  region: text,
  exclude: list(count as Codec<PartyId>),
});

const telemetry = record<Telemetry>({
  power: watts,
  heatRecovered: watts,
  temperature: celsius,
  ambient: celsius,
  carbonIntensity: float,
  gflops: float,
  cpu: float,
  gpu: float,
  npu: float,
  memoryFree: size,
  up: bitRate,
  down: bitRate,
});

export const heartbeat: Codec<Omit<Heartbeat, 'type'>> = record<Omit<Heartbeat, 'type'>>({
  epoch: count,
  echo: countOrInfinity as Codec<Instant>,
  held: count as Codec<Duration>,
  telemetry,
  running: count,
  queued: count,
  consecutiveErrors: count,
  safetyMode: flag,
});
