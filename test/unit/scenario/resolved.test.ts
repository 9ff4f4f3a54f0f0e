import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freezeWarmupTasks } from '../../../sim/scenario/index.ts';
import { type Adjustments, basic, folder, load, loadFile, write } from './fixture.ts';

/** Loads a text, then the resolved.yaml of it from another folder: nothing may be lost or changed. */
async function roundTrip(text: string, adjustments: Adjustments = {}): Promise<void> {
  const { scenario } = await load(text, adjustments);
  const again = await loadFile(write('elsewhere/deep/resolved.yaml', scenario.yaml));
  if (!again.ok) throw new Error(again.failures.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const { notes, thresholds, ...rest } = scenario;
  expect(again.value.scenario).toMatchObject({ ...rest, thresholds });
  expect(again.value.scenario.yaml).toBe(scenario.yaml);
  expect(notes.every((note) => again.value.scenario.notes.includes(note) || note.includes('no effect'))).toBe(true);
}

const RICH = `version: 1
name: rich
seeds: 3..9
stop: { tasks: 500, after: 10 min }
warmup: { after: 1 s }
devices: { box: { speed: 1.5e9 gas/s, slots: 2, cores: 8, gpu: true, up: 10 Mbps, power: { idle: 5 W, peak: 40.5 W } }, hot: { power: [[0, 1.25 W], [0.3, 2 W], [1, 3 W]], thermal: { resistance: 4.7 K/W, capacity: 1.5 kJ/K, ambient: -3.5 C, throttle: 80 C } } }
nodes:
  - { group: pi, count: 3, device: box, region: frankfurt, churn: { up: { weibull: { shape: 0.393, scale: 2.964 h } }, down: { lognormal: { mu: -0.586, sigma: 2.844, unit: h } } } }
  - { group: own, device: { slots: 4, memory: 1.5 GiB } }
network: { latency: { lognormal: { median: 20 ms, p99: 130 ms } }, jitter: 2 ms, loss: 0.1 %, up: 5 Mbps, down: 50 Mbps }
workload:
  - { name: a, work: { gas: { erlang: { k: 3, mean: 1.5e9 gas } } }, arrivals: { diurnal: { mean: 4 /min, amplitude: 50 % } }, budget: 0.12345678 tokens, deadline: 1.5 s, expires: 1 min, needs: { cpu: 2, memory: 64 MiB, bandwidth: 1 Mbps, gpu: true, reputation: 5 %, region: frankfurt, exclude: [pi-1, own] } }
  - { name: b, work: { time: { hyperexponential: { mean: 1 s, scv: 4 } }, copies: independent }, arrivals: { batch: { size: { uniform: { from: 1, to: 9 } }, every: { exponential: { mean: 333 us } } } } }
  - { name: c, work: { time: { empirical: [1 s, 2 ms] } }, arrivals: { closed: { clients: 3, think: 3.3 us } } }
  - { name: d, work: { time: { pareto: { shape: 2.5, scale: 1 ms } } }, arrivals: { trace: [0 s, 1.1 s] } }
scheduling: { strategy: hedged, delay: 250 ms, queue: central }
reputation: { forgetting: 0.9 }
recovery: lose
liveness: { heartbeat: 1 s, missed: 2, abandon: 5 s, patience: 2 min, attempts: 3 }
safety: { temperature: { enter: 70.5 C, leave: -3 C }, latency: { enter: 1 s, leave: 90 ms }, errors: 2.5 }
breaker: { peers: 0, latency: 1 s }
faults: [{ crash: { nodes: [pi, own-1] }, at: 30 s, for: 10 s }, { crash: { nodes: [all] }, at: 1 min }]
fidelity: { signature: real }
invariants: [tokens-conserved]
primary: [latency.p99, energy.perTask]
thresholds: ["latency.p99 < 250 ms", "tasks.completed >= 99.9 %"]
assumptions: ["a: colon, and # a hash", "2020"]
`;

describe('resolved.yaml', () => {
  it('loads again to the same scenario: same hash, same text, same cells', async () => {
    await roundTrip(basic());
    await roundTrip(RICH);
  });

  it('does so with options and environments, which it has absorbed', async () => {
    await roundTrip(`${RICH}environments: { small: { stop: { tasks: 5 } } }\n`, {
      env: 'small',
      set: ['nodes.pi.count=7', 'network=ideal'],
      seed: 12,
    });
  });

  it('does so with factors of every kind', async () => {
    const factors = `matrix:
  scheduling: [random, power-of-d, { strategy: power-of-d, d: 3 }, { strategy: hedged, after: 2 s }]
  nodes.own.device.slots: [1, 2]
zip: { stop.tasks: [5, 1e3], network: [ideal, { latency: 1 ms }] }
exclude: [{ scheduling: random, stop.tasks: 5 }]
include: [{ scheduling: random, recovery: requeue }, { stop.tasks: 5, liveness.missed: 9 }, { scheduling: edf, stop.tasks: 7 }]
`;
    await roundTrip(RICH + factors);
    await roundTrip(basic('scheduling: { d: 3 }\nmatrix: { scheduling.strategy: [power-of-d, redundancy-d, random] }'));
    await roundTrip(basic('matrix: { warmup: [none, auto, { tasks: 5 }, { after: 1 s }] }'));
  });

  it("does so with files of users' own", async () => {
    write('traces/arrivals.csv', '1\n2\n3.5\n');
    const own = basic(
      'scheduling: ./mine.ts\nmatrix: { workload.jobs.arrivals: [{ trace: ./traces/arrivals.csv }, { poisson: 1 /s }] }',
    );
    await roundTrip(own);
    await roundTrip(basic('matrix: { scheduling: [./mine.ts, { strategy: ./other.mjs, theta: 0.9 }, random] }'));
  });

  it('says everything with its unit', async () => {
    const { yaml } = (await load(RICH)).scenario;
    expect(yaml).toContain('budget: 0.12345678 tokens');
    expect(yaml).toContain('heartbeat: 1 s');
    expect(yaml).toContain('speed: 1500 Mgas/s');
    expect(yaml).toContain('memory: 1536 MiB');
    expect(yaml).toContain('mean: 333 us');
    expect(yaml).toContain('patience: 2 min');
  });

  it('has one hash for one meaning, however it is written', async () => {
    const sha = async (text: string): Promise<string> => (await load(text)).scenario.sha256;
    const plain = await sha(basic());
    expect(await sha(basic('scheduling: { strategy: power-of-d, d: 2 }\nnetwork: ideal\nseeds: 1..20'))).toBe(plain);
    expect(await sha(basic('seeds: 1..21'))).not.toBe(plain);
    expect(await sha(basic('recovery: lose'))).not.toBe(plain);
  });
});

describe('origins', () => {
  it('tell for each value where it comes from', async () => {
    write('origins/base.yaml', 'recovery: lose\nliveness: { missed: 5 }\n');
    const text = basic(
      'extends: ./origins/base.yaml\nenvironments: { big: { stop: { tasks: 9 } } }\nscheduling: random',
    );
    const { origins } = await load(text, { env: 'big', set: ['liveness.heartbeat=1 s'], seed: 7 });
    const from = (path: string): string | undefined => origins.find((value) => value.path === path)?.origin;
    const file = join(folder, 'scenario.yaml');
    expect(from('recovery')).toBe(`${join(folder, 'origins/base.yaml')}:1`);
    expect(from('liveness.missed')).toBe(`${join(folder, 'origins/base.yaml')}:2`);
    expect(from('liveness.heartbeat')).toBe('--set liveness.heartbeat=1 s');
    expect(from('liveness.attempts')).toBe('default');
    expect(from('stop.tasks')).toBe(`env big (${file}:7)`);
    expect(from('seeds.from')).toBe('--seed 7');
    expect(from('nodes[0].count')).toBe(`${file}:4`);
    expect(from('nodes[0].region')).toBe('default');
    expect(from('scheduling.strategy')).toBe(`${file}:8`);
    expect(from('version')).toBe(`${file}:1`);
    expect(origins.find(({ path }) => path === 'stop.tasks')!.value).toBe('9');
  });

  it('follow what is written in another way', async () => {
    const { origins } = await load(RICH, { set: ['network.latency={ lognormal: { median: 9 ms, p99: 20 ms } }'] });
    const from = (path: string): string | undefined => origins.find((value) => value.path === path)?.origin;
    expect(from('network.latency.lognormal.mu')).toMatch(/^--set network.latency/);
    expect(from('scheduling.after')).toMatch(/scenario\.yaml:\d+$/);
    expect(from('nodes[0].churn.down.lognormal.sigma')).toMatch(/scenario\.yaml:\d+$/);
  });
});

describe('a frozen warm-up', () => {
  it('is as if it had been written', async () => {
    const { scenario } = await load(basic('warmup: auto\nmatrix: { scheduling: [random, power-of-d] }'));
    const frozen = freezeWarmupTasks(scenario, 50);
    if (!frozen.ok) throw new Error('it fits');
    const written = await load(basic('warmup: { tasks: 50 }\nmatrix: { scheduling: [random, power-of-d] }'));
    expect(frozen.value).toEqual(written.scenario);
    const again = await loadFile(write('frozen.yaml', frozen.value.yaml));
    expect(again.ok && again.value.scenario).toEqual(written.scenario);
  });

  it('freezes a factor, too', async () => {
    const { scenario } = await load(
      basic('matrix: { warmup: [none, auto] }\ninclude: [{ warmup: auto, recovery: lose }]'),
    );
    const frozen = freezeWarmupTasks(scenario, 50);
    if (!frozen.ok) throw new Error('it fits');
    const again = await loadFile(write('frozen.yaml', frozen.value.yaml));
    expect(again.ok && again.value.scenario).toEqual(frozen.value);
    expect(frozen.value.cells.map(({ warmup }) => warmup.kind)).toEqual(['none', 'tasks']);
  });

  it('leaves something to measure, and cells that differ', async () => {
    const { scenario } = await load(basic('warmup: auto'));
    expect(freezeWarmupTasks(scenario, 1000)).toMatchObject({ ok: false, failures: [{ code: 'warmup-too-long' }] });
    const factor = await load(basic('matrix: { warmup: [{ tasks: 50 }, auto] }'));
    expect(freezeWarmupTasks(factor.scenario, 50)).toMatchObject({ ok: false, failures: [{ code: 'same-cell' }] });
  });
});
