import { describe, expect, it } from 'vitest';
import { basic, cell, complaints, load, loadFile, write } from './fixture.ts';

describe('a plain file', () => {
  it('becomes one cell, with everything it does not say filled in', async () => {
    const resolved = await cell(basic('scheduling: random\nwarmup: { tasks: 100 }'));
    expect(resolved).toEqual({
      id: resolved.id,
      factors: {},
      stop: { tasks: 1000 },
      warmup: { kind: 'tasks', tasks: 100 },
      nodes: [
        {
          group: 'server',
          count: 2,
          region: 'local',
          device: {
            name: 'generic',
            speed: 1e9,
            slots: 1,
            cores: 1,
            memory: 2 ** 30,
            gpu: false,
            npu: false,
            gflops: 10,
          },
        },
      ],
      network: {
        ideal: true,
        latency: { kind: 'constant', value: 0 },
        jitter: { kind: 'constant', value: 0 },
        loss: 0,
      },
      workload: [
        {
          name: 'jobs',
          work: { unit: 'time', amount: { kind: 'exponential', mean: 1e6 }, copies: 'shared' },
          arrivals: { kind: 'poisson', rate: 0.8 },
          budget: 100_000_000n,
          needs: {},
        },
      ],
      scheduling: { name: 'random', parameters: {} },
      verification: { policy: 'none', parameters: {} },
      reputation: { rule: 'beta', forgetting: 0.98 },
      recovery: 'requeue',
      liveness: { heartbeat: 10e6, missed: 3, abandon: 600e6, patience: 600e6, attempts: 100 },
      safety: { temperature: { enter: 85, leave: 80 }, latency: { enter: 100e3, leave: 80e3 }, errors: 25 },
      breaker: { peers: 1, latency: 2e6 },
      faults: [],
      fidelity: { execution: 'modelled', signature: 'modelled' },
      invariants: ['settles-once', 'tokens-conserved', 'every-task-settles'],
    });
    expect(resolved.id).toMatch(/^[0-9a-f]{12}$/);
  });

  it('has 20 seeds from 1, power-of-d with d 2, and latency.mean as its primary metric, unless it says otherwise', async () => {
    const { scenario } = await load(basic());
    expect(scenario.seeds).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(scenario.cells[0]!.scheduling).toEqual({ name: 'power-of-d', parameters: { d: 2 } });
    expect(scenario.primary).toEqual(['latency.mean']);
    expect(scenario.notes).toEqual([]);
  });

  it('is called after its file if it has no name', async () => {
    const file = write('My Mesh_2.yaml', basic().replace('name: mm1\n', ''));
    const loaded = await loadFile(file);
    expect(loaded.ok && loaded.value.scenario.name).toBe('my-mesh-2');
  });

  it('may have names in any script, and figures in its own', async () => {
    const text = basic().replace('name: mm1', 'name: MM1_ünï-0.8').replace('group: server', 'group: ノード_A');
    const { name, cells } = (await load(text, { set: ['nodes.ノード_A.count=3'] })).scenario;
    expect(name).toBe('MM1_ünï-0.8');
    expect(cells[0]!.nodes[0]).toMatchObject({ group: 'ノード_A', count: 3 });
  });

  it('ignores keys that begin with x-, everywhere', async () => {
    const plain = await load(basic());
    const annotated = await load(basic('x-owner: me').replace('{ group:', '{ x-rack: [1, { a: 2 }], group:'));
    expect(annotated.scenario.sha256).toBe(plain.scenario.sha256);
    expect(annotated.scenario.yaml).toBe(plain.scenario.yaml);
  });

  it('may have a byte order mark and line ends of Windows', async () => {
    const plain = await load(basic());
    const windows = await load(`\uFEFF${basic().replaceAll('\n', '\r\n')}`);
    expect(windows.scenario.sha256).toBe(plain.scenario.sha256);
  });
});

describe('seeds', () => {
  const seedsOf = async (more: string, seeds?: string, seed?: number): Promise<readonly number[]> =>
    (await load(basic(more), { ...(seeds && { seeds }), ...(seed !== undefined && { seed }) })).scenario.seeds;

  it('are a first one and a count, a range, or one', async () => {
    expect(await seedsOf('seeds: { from: 5, count: 3 }')).toEqual([5, 6, 7]);
    expect(await seedsOf('seeds: 8..10')).toEqual([8, 9, 10]);
    expect(await seedsOf('seed: 7')).toEqual([7]);
  });

  it('of an option win over those of the file', async () => {
    expect(await seedsOf('seed: 7', '1..2')).toEqual([1, 2]);
    expect(await seedsOf('seeds: 1..9', undefined, 4)).toEqual([4]);
  });

  it('are not given in two ways, nor backwards', async () => {
    expect(await complaints(basic('seed: 7\nseeds: 1..3'))).toEqual(['not-exactly-one seed']);
    expect(await complaints(basic(), { seeds: '9..3' })).toEqual(['bad-seeds seeds']);
  });
});

describe('the end and the warm-up', () => {
  it('must be said unless all arrivals are traces', async () => {
    const endless = basic().replace('stop: { tasks: 1000 }\n', '');
    expect(await complaints(endless)).toEqual(['no-stop stop']);
    expect((await cell(endless.replace('{ poisson: 0.8 /s }', '{ trace: [1 s, 2 s] }'))).stop).toEqual({});
  });

  it('leave something to measure', async () => {
    expect(await complaints(basic('warmup: { tasks: 1000 }'))).toEqual(['warmup-too-long warmup.tasks']);
    const timed = basic('warmup: { after: 10 min }').replace('{ tasks: 1000 }', '{ after: 600 s }');
    expect(await complaints(timed)).toEqual(['warmup-too-long warmup.after']);
  });

  it('may be found by a pilot', async () => {
    expect((await cell(basic('warmup: auto'))).warmup).toEqual({ kind: 'auto' });
    expect((await cell(basic('warmup: { after: 90 s }'))).warmup).toEqual({ kind: 'after', after: 90e6 });
  });
});

describe('thresholds', () => {
  const bounds = async (...texts: string[]): Promise<readonly number[]> =>
    (await load(basic(`thresholds: ${JSON.stringify(texts)}`))).scenario.thresholds.map(({ bound }) => bound);

  it('have bounds in the unit of their metric, or bare in SI', async () => {
    const written = ['latency.p99 < 250 ms', 'latency.p99<=0.25', 'tasks.completed >= 99.9 %', 'slowdown.mean != 2'];
    expect(await bounds(...written)).toEqual([0.25, 0.25, 0.999, 2]);
    const others = [
      'energy.perTask < 3 kJ',
      'carbon.perTask > 2 g',
      'cost.perTask == 1.5 tokens',
      'tasks.submitted > 1e3',
    ];
    expect(await bounds(...others)).toEqual([3000, 2, 1.5, 1000]);
  });

  it('keep their text and their comparison', async () => {
    const { thresholds } = (await load(basic('thresholds: ["latency.mean <= 2 s"]'))).scenario;
    expect(thresholds).toEqual([{ text: 'latency.mean <= 2 s', metric: 'latency.mean', comparison: '<=', bound: 2 }]);
  });

  it('are refused with another unit, an unknown metric or in another form', async () => {
    const wrong = ['latency.p99 < 3 W', 'latency.p98 < 1 s', 'fast enough', 'tasks.completed > 120 %'];
    expect(await complaints(basic(`thresholds: ${JSON.stringify(wrong)}\nprimary: [latency.meen]`))).toEqual([
      'bad-bound thresholds[0]',
      'unknown-name thresholds[1]',
      'bad-threshold thresholds[2]',
      'bad-bound thresholds[3]',
      'unknown-name primary[0]',
    ]);
  });
});
