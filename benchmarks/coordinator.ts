// The core against the targets that the network's papers state, on a real clock and with real Ed25519 signatures.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Amount, Instant, PartyId, Probability } from '../core/foundation/index.ts';
import { bitRate, bytes, gasRate, milliseconds, partyId, seconds, taskId } from '../core/foundation/index.ts';
import { MeshCoordinator } from '../core/mesh/index.ts';
import { AmbientNode } from '../core/node/index.ts';
import type { Capabilities, Heartbeat, Submit } from '../core/protocol/index.ts';
import { decode, encode, NO_NEEDS } from '../core/protocol/index.ts';
import { findReputationRule } from '../core/reputation/index.ts';
import { findStrategy } from '../core/scheduling/index.ts';
import { openStream } from '../sim/kernel/index.ts';
import { BenchHost, TELEMETRY } from './bench-host.ts';
import type { Row } from './table.ts';

const NODES = 1_000;
const OPEN_TASKS = 2_000;
const SAMPLES = 20_000;
const IDLE_NODES = 10_000;
const CLIENT = partyId(1);
const FOREVER = Infinity as Instant;
const SAFETY = {
  temperature: { enter: TELEMETRY.temperature, leave: TELEMETRY.temperature },
  latency: { enter: seconds(1e6), leave: seconds(1e6) },
  errors: 25,
};
const CAPABILITIES: Capabilities = {
  slots: 2,
  speed: gasRate(1e9),
  cores: 4,
  memory: bytes(8e9),
  up: bitRate(40e6),
  down: bitRate(100e6),
  gpu: false,
  npu: false,
  region: 'local',
};

export function coordinatorCosts(): Row[] {
  return [assignment(), telemetry(), idleNode()];
}

function assignment(): Row {
  const host = new BenchHost(partyId(0));
  const mesh = meshOn(host);
  const open = OPEN_TASKS;
  for (let task = 0; task < open; task++) mesh.receive(CLIENT, submission(task));
  const times: number[] = [];
  for (let task = open; task < open + SAMPLES / 10; task++) {
    const message = submission(task);
    const began = process.hrtime.bigint();
    mesh.receive(CLIENT, message);
    times.push(Number(host.lastSentAt - began) / 1e6);
  }
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)]!;
  return {
    what: `submission received to signed assignment sent, ${NODES} nodes, ${open}+ open tasks: p99`,
    figure: `${p99.toFixed(3)} ms`,
    baseline: 'target 100 ms',
    ratio: 100 / p99,
  };
}

function telemetry(): Row {
  const mesh = meshOn(new BenchHost(partyId(0)));
  const wire = encode(heartbeat());
  const began = process.hrtime.bigint();
  for (let sample = 0; sample < SAMPLES * 5; sample++) {
    const message = decode(wire);
    if (message.ok) mesh.receive(nodeId(sample % NODES), message.value);
  }
  const rate = (SAMPLES * 5) / (Number(process.hrtime.bigint() - began) / 1e9);
  return {
    what: 'telemetry samples taken in, decoding included',
    figure: `${Math.round(rate).toLocaleString('en')} /s`,
    baseline: 'target 10,000 /s',
    ratio: rate / 10_000,
  };
}

function idleNode(): Row {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const nodes = Array.from({ length: IDLE_NODES }, (_, index) => idle(nodeId(index)));
  collect();
  const each = (process.memoryUsage().heapUsed - before) / nodes.length / 1e6;
  return {
    what: 'an idle node: its own state, without the JavaScript runtime that hosts it',
    figure: `${(each * 1_000).toFixed(1)} kB`,
    baseline: 'target 10 MB',
    ratio: 10 / each,
  };
}

function idle(id: PartyId): AmbientNode {
  const node = new AmbientNode(new BenchHost(id), {
    coordinator: partyId(0),
    capabilities: CAPABILITIES,
    epoch: 0,
    heartbeat: seconds(10),
    safety: SAFETY,
    durable: false,
  });
  node.start([]);
  return node;
}

function meshOn(host: BenchHost): MeshCoordinator {
  const strategy = findStrategy('power-of-d')!.create({}, openStream(1, 'scheduling'));
  const mesh = new MeshCoordinator(host, {
    strategy,
    queue: 'node',
    reputation: findReputationRule('beta')!.create(0.98 as Probability),
    safety: SAFETY,
    breaker: { peers: 1, latency: seconds(1e6) },
    heartbeat: seconds(10),
    missed: 3,
    abandonAfter: seconds(600),
    patience: seconds(600),
    attempts: 100,
    grants: [{ account: CLIENT, amount: (10n ** 20n) as Amount }],
  });
  mesh.start();
  for (let index = 0; index < NODES; index++) {
    mesh.receive(nodeId(index), { type: 'register', epoch: 0, resumed: false, capabilities: CAPABILITIES });
  }
  return mesh;
}

const nodeId = (index: number): PartyId => partyId(2 + index);

function submission(sequence: number): Submit {
  return {
    type: 'submit',
    task: taskId(CLIENT, sequence),
    work: { unit: 'time', amount: milliseconds(1_000), source: 0, independent: false },
    budget: 100_000_000n as Amount,
    deadline: FOREVER,
    expires: FOREVER,
    needs: NO_NEEDS,
    batch: 1,
    batchIndex: 0,
  };
}

function heartbeat(): Heartbeat {
  return {
    type: 'heartbeat',
    epoch: 0,
    echo: 0 as Instant,
    held: milliseconds(5),
    telemetry: TELEMETRY,
    running: 1,
    queued: 2,
    consecutiveErrors: 0,
    safetyMode: false,
  };
}
