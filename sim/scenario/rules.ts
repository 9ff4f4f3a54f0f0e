// The sections that fix the rules of a run: network, verification, reputation, recovery, liveness, safety, faults.

import { z } from 'zod';
import { runtimes } from '../../core/execution/index.ts';
import type { Duration } from '../../core/foundation/index.ts';
import { reputationRules } from '../../core/reputation/index.ts';
import { accessClasses, bandwidthOf } from './access.ts';
import { defaults } from './defaults.ts';
import { exponential, timeDistribution, writeTimeDistribution } from './distributions.ts';
import { choice, count, filePath, fraction, mapping, number, positive, report } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';
import { writeQuantity } from './quantities.ts';
import { MATRIX } from './regions.ts';
import type { Plain } from './tree.ts';
import type { Cell, Liveness, ResolvedNetwork, SafetyLimits } from './types.ts';
import { bandwidth, duration, share, temperature } from './values.ts';

const COUNT_MAX = 1_000_000;

const delays: z.ZodType<ResolvedNetwork> = mapping('{ latency, jitter, loss, up, down }', {
  latency: timeDistribution('One way.').prefault(defaults.delay),
  jitter: timeDistribution(
    'Added to the latency of each message. A bare duration is the mean of an exponential distribution.',
    exponentialUnlessZero,
  ).prefault(defaults.delay),
  loss: share('Of a transmission, which is then repeated: costs time, loses nothing.', (value) =>
    value < 1 ? undefined : messages.outOfRange('less than 1, or nothing ever arrives'),
  ).prefault(defaults.loss),
  up: bandwidth("Upload bandwidth of each access link; a device's own wins. Infinite if absent.").exactOptional(),
  down: bandwidth("Download bandwidth of each access link; a device's own wins. Infinite if absent.").exactOptional(),
  regions: choice('the matrix', 'Round trips between the regions of all parties, measured; added to "latency".', [
    MATRIX,
  ]).exactOptional(),
  access: choice(
    'the access class',
    'Access links of nodes and clients: adds delay, jitter and loss, and gives "up" and "down".',
    Object.keys(accessClasses),
  ).exactOptional(),
}).transform(
  (given): ResolvedNetwork => ({
    ideal: false,
    ...(given.access !== undefined && bandwidthOf(given.access)),
    ...given,
  }),
);

function exponentialUnlessZero(mean: number): ReturnType<typeof exponential> {
  return mean > 0 ? exponential(mean) : { kind: 'constant', value: 0 };
}

const none = (): ResolvedNetwork['latency'] => ({ kind: 'constant', value: 0 });

export const network: z.ZodType<ResolvedNetwork> = z
  .union([
    choice('network', 'No delay and infinite bandwidth.', ['ideal']).transform(
      (): ResolvedNetwork => ({ ideal: true, latency: none(), jitter: none(), loss: 0 as ResolvedNetwork['loss'] }),
    ),
    delays,
  ])
  .meta({ description: 'How messages travel: "ideal", or latency, jitter, loss and bandwidth.' })
  .prefault(defaults.network);

export function writeNetwork({ ideal, latency, jitter, loss, regions, access, up, down }: ResolvedNetwork): Plain {
  if (ideal) return 'ideal';
  return {
    latency: writeTimeDistribution(latency),
    jitter: writeTimeDistribution(jitter),
    loss,
    ...(regions !== undefined && { regions }),
    ...(access !== undefined && { access }),
    ...(up !== undefined && { up: writeQuantity(up, quantities.bitRate) }),
    ...(down !== undefined && { down: writeQuantity(down, quantities.bitRate) }),
  };
}

const rule: z.ZodType<string> = choice(
  'reputation rule',
  'How good and bad results make a reputation: see "ambient list reputation".',
  reputationRules.map(({ name }) => name),
);

export const reputation: z.ZodType<Cell['reputation']> = z
  .union([
    rule.transform((rule) => ({ rule, forgetting: defaults.forgetting })),
    mapping('{ rule, forgetting }', {
      rule: rule.prefault(defaults.reputation.rule),
      forgetting: share('Weight of the past at each new experience.', positive).prefault(defaults.forgetting),
    }),
  ])
  .meta({ description: 'How reputation follows from experience.' })
  .prefault(defaults.reputation);

export const recovery: z.ZodType<Cell['recovery']> = choice(
  'recovery',
  'After a crash: "requeue" (the queue survives and the running task restarts) or "lose" (liveness notices, and the mesh reassigns).',
  ['requeue', 'lose'],
).prefault(defaults.recovery);

export const liveness: z.ZodType<Liveness> = mapping('{ heartbeat, missed, abandon, patience, attempts }', {
  heartbeat: duration('Between two heartbeats of a node.', positive).prefault(defaults.liveness.heartbeat),
  missed: count('Heartbeats missed until a node counts as offline.', 1, COUNT_MAX).prefault(defaults.liveness.missed),
  abandon: duration('Offline this long, a node that may still have its queue loses its tasks to others.').prefault(
    defaults.liveness.abandon,
  ),
  patience: duration('A task that no node can take fails after this long.').prefault(defaults.liveness.patience),
  attempts: count('How often a task is tried in all.', 1, COUNT_MAX).prefault(defaults.liveness.attempts),
})
  .meta({ description: 'How the mesh notices that a node is gone, and how long it tries.' })
  .prefault({});

export function writeLiveness({ heartbeat, missed, abandon, patience, attempts }: Liveness): Plain {
  return {
    heartbeat: writeTime(heartbeat),
    missed,
    abandon: writeTime(abandon),
    patience: writeTime(patience),
    attempts,
  };
}

type Hysteresis<T> = z.ZodType<{ readonly enter: T; readonly leave: T }>;

function hysteresis<T extends number>(value: (description: string) => z.ZodType<T>, figures: Figures): Hysteresis<T> {
  const shape = {
    enter: value('At or beyond this a node goes into safety mode.').prefault(figures.enter),
    leave: value('Below this it leaves safety mode.').prefault(figures.leave),
  };
  const both = mapping('{ enter, leave }', shape) as unknown as Hysteresis<T>;
  return both.transform((given, context) => {
    if (given.leave > given.enter) report(context, { failure: messages.backwards('"leave"', '"enter"') });
    return given;
  });
}

interface Figures {
  readonly enter: string;
  readonly leave: string;
}

export const safety: z.ZodType<SafetyLimits> = mapping('{ temperature, latency, errors }', {
  temperature: hysteresis(temperature, defaults.temperature).meta({ description: 'Of the device.' }).prefault({}),
  latency: hysteresis<Duration>(duration, defaults.latency)
    .meta({ description: 'To the coordinator, one way.' })
    .prefault({}),
  errors: number(
    'Errors of late, from which on a node goes into safety mode.',
    'a number, more than 0',
    positive,
  ).prefault(defaults.errors),
})
  .meta({ description: 'When a node protects itself and takes no tasks.' })
  .prefault({});

export function writeSafety({ temperature, latency, errors }: SafetyLimits): Plain {
  return {
    temperature: {
      enter: writeQuantity(temperature.enter, quantities.temperature),
      leave: writeQuantity(temperature.leave, quantities.temperature),
    },
    latency: { enter: writeTime(latency.enter), leave: writeTime(latency.leave) },
    errors,
  };
}

export const breaker: z.ZodType<Cell['breaker']> = mapping('{ peers, latency }', {
  peers: count('Fewer peers than this open the breaker.', 0, COUNT_MAX).prefault(defaults.breaker.peers),
  latency: duration('A longer latency opens the breaker.', positive).prefault(defaults.breaker.latency),
})
  .meta({ description: "The network's circuit breaker: when it is open, nothing is assigned." })
  .prefault({});

export const writeBreaker = ({ peers, latency }: Cell['breaker']): Plain => ({ peers, latency: writeTime(latency) });

export interface WrittenFidelity {
  /** Absent: memoised if there is a real task. */
  readonly execution?: Cell['fidelity']['execution'];
  readonly signature: 'modelled' | 'real';
  readonly proof: 'modelled' | 'real' | 'sampled';
  /** The share of proofs that is really made, where that is `sampled`. */
  readonly sample: number;
  /** A file of `ambient calibrate`. */
  readonly calibration?: string;
  readonly runtime?: string;
  /** In its place where it is not installed. */
  readonly fallback?: string;
}

export const fidelity: z.ZodType<WrittenFidelity> = mapping(
  '{ execution, signature, proof, sample, calibration, runtime, fallback }',
  {
    execution: choice(
      'execution',
      'How tasks are executed: each of them (real), each module and input once (memoised), or by a model of their cost. Default: memoised if a workload has a "task", else modelled; training is always real.',
      ['real', 'memoised', 'modelled'],
    ).exactOptional(),
    signature: choice('signatures', 'How messages are signed.', ['modelled', 'real'], ['sampled']).prefault(
      defaults.fidelity.signature,
    ),
    proof: choice(
      'proofs',
      'How the proofs of the policy zk are made: by a model of their cost, really, or really for a share of them, drawn. Real ones take seconds each, here, and need a task.',
      ['modelled', 'real', 'sampled'],
    ).prefault(defaults.fidelity.proof),
    calibration: filePath(
      'a path, such as ./calibration.yaml',
      'A file that "ambient calibrate" made: what proving costs, in place of the defaults of the policy zk.',
    ).exactOptional(),
    sample: fraction('The share of proofs that is really made, where "proof" is sampled.').prefault(
      defaults.fidelity.sample,
    ),
    runtime: choice(
      'runtime',
      'What executes tasks: results do not depend on it. "ambient list runtimes" says what each is. Default: v8.',
      runtimes.map(({ name }) => name),
    ).exactOptional(),
    fallback: choice(
      'runtime',
      'What executes them where that runtime is not installed. Default: nothing, so that it is an error.',
      runtimes.map(({ name }) => name),
    ).exactOptional(),
  },
)
  .meta({ description: 'What is really done, and what is modelled.' })
  .prefault({});

/** How tasks are executed, where the file may leave it open. */
export const executionOf = (
  { execution }: WrittenFidelity,
  workload: readonly { readonly task?: unknown }[],
  learns: boolean,
): Cell['fidelity']['execution'] =>
  execution ?? (workload.some(({ task }) => task !== undefined) ? 'memoised' : learns ? 'real' : 'modelled');

const writeTime = (value: Duration): string => writeQuantity(value, quantities.time);
