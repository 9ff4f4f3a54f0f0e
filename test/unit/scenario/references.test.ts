import { describe, expect, it } from 'vitest';
import { basic, cell, complaints, failures } from './fixture.ts';

const withNodes = (nodes: string, more = ''): string => basic(more).replace('[{ group: server, count: 2 }]', nodes);
const withHeat = (thermal: string): string =>
  `[{ device: { power: { idle: 5 W, peak: 12 W }, thermal: { ${thermal} } } }]`;
const withNeeds = (needs: string): string => basic().replace('{ name: jobs,', `{ name: jobs, needs: { ${needs} },`);

describe('nodes and devices', () => {
  it('have a device by name, a mapping, or the generic one', async () => {
    const nodes =
      '[{ group: a, device: box }, { group: b, device: { slots: 4 } }, { group: c }, { group: d, device: generic }]';
    const resolved = await cell(withNodes(nodes, 'devices: { box: { speed: 2e9 gas/s, slots: 2, gpu: true } }'));
    expect(
      resolved.nodes.map(({ device }) => [device.name, device.speed, device.slots, device.cores, device.gpu]),
    ).toEqual([
      ['box', 2e9, 2, 2, true],
      ['b', 1e9, 4, 4, false],
      ['generic', 1e9, 1, 1, false],
      ['generic', 1e9, 1, 1, false],
    ]);
  });

  it('draw power along a line or a curve, and get warm', async () => {
    const curve = 'power: [[0, 4.5 W], [50 %, 9 W], [1, 12.7 W]]';
    const heat = 'thermal: { resistance: 5 K/W, capacity: 0.04 kJ/K, throttle: 80 °C }';
    const resolved = await cell(withNodes(`[{ device: { ${curve}, ${heat} } }]`));
    expect(resolved.nodes[0]!.device).toMatchObject({
      power: {
        idle: 4.5,
        peak: 12.7,
        curve: [
          [0, 4.5],
          [0.5, 9],
          [1, 12.7],
        ],
      },
      thermal: { resistance: 5, capacity: 40, ambient: 25, throttle: 80 },
    });
  });

  it('leave and come back', async () => {
    const nodes = '[{ churn: { up: { weibull: { shape: 0.4, scale: 3 h } }, down: 0 s } }]';
    expect((await cell(withNodes(nodes))).nodes[0]!.churn).toEqual({
      up: { kind: 'weibull', shape: 0.4, scale: 3 * 3600e6 },
      down: { kind: 'constant', value: 0 },
      start: 'equilibrium',
    });
    expect(await complaints(withNodes('[{ churn: { up: 0 s, down: 1 s } }]'))).toEqual([
      'no-time-between nodes[0].churn.up',
    ]);
    expect(await complaints(withNodes('[{ churn: { up: 1 s } }]'))).toEqual(['missing nodes[0].churn.down']);
  });

  it.each([
    ['[{ device: raspberry-pi-55 }]', 'unknown-name nodes[0].device'],
    ['[{ group: a }, { group: a }]', 'twice nodes[1].group'],
    ['[{}, {}]', 'twice nodes[1].group'],
    ['[{ group: a, count: 3 }, { group: a-2 }]', 'ambiguous-name nodes[1].group'],
    ['[{ group: all }]', 'reserved-name nodes[0].group'],
    ['[{ group: Big Box }]', 'bad-name nodes[0].group'],
    ['[{ group: a.b }]', 'bad-name nodes[0].group'],
    ['[{ group: 3-nodes }]', 'bad-name nodes[0].group'],
    ['[{ count: 600000 }, { group: b, count: 600000 }]', 'too-many nodes'],
    ['[]', 'too-few nodes'],
    ['{ group: a }', 'wrong-type nodes'],
    ['[{ behaviour: { sabotour: { rate: 10 % } } }]', 'unknown-name nodes[0].behaviour.sabotour'],
    ['[{ behaviour: { saboteur: { rat: 10 % } } }]', 'unknown-key nodes[0].behaviour.saboteur.rat'],
    ['[{ behaviour: { saboteur: { rate: 110 % } } }]', 'out-of-range nodes[0].behaviour.saboteur.rate'],
    ['[{ behaviour: [lazy, liar] }]', 'unknown-name nodes[0].behaviour'],
    ['[{ behaviour: withholder }]', 'never-answered nodes[0].behaviour'],
    ['[{ device: { power: [[0, 4 W], [1, 3 W]] } }]', 'below-idle nodes[0].device.power'],
    ['[{ device: { power: [[0, 4 W], [0.5, 5 W]] } }]', 'bad-curve nodes[0].device.power'],
    ['[{ device: { power: [[0, 4 W], [1, 5 W], [1, 6 W]] } }]', 'bad-curve nodes[0].device.power'],
    ['[{ device: { power: [[0, 4 W], [1, 5]] } }]', 'missing-unit nodes[0].device.power[1]'],
    ['[{ device: { power: [[0, 4 W, 1]] } }]', 'wrong-type nodes[0].device.power[0]'],
    ['[{ device: { thermal: { resistance: 5 K/W, capacity: 40 J/K } } }]', 'needs-key nodes[0].device.thermal'],
    [withHeat('resistance: 5 K/W, capacity: 40 J/K, throttle: 50 C'), 'too-hot-idle nodes[0].device.thermal'],
    [withHeat('resistance: 0 K/W, capacity: 40 J/K'), 'out-of-range nodes[0].device.thermal.resistance'],
    [withHeat('resistance: 5 W, capacity: 40 J/K'), 'unknown-unit nodes[0].device.thermal.resistance'],
    ['[{ device: { power: { idle: 5 W, peak: 4 W } } }]', 'backwards nodes[0].device.power'],
  ])('%s is refused', async (nodes, expected) => {
    expect(await complaints(withNodes(nodes))).toEqual([expected]);
  });

  it('that do not exist are told from those that do', async () => {
    const [near] = await failures(withNodes('[{ device: rasberry-pi-5 }]'));
    expect(near!.hint).toBe('did you mean "raspberry-pi-5"?');
    const [far] = await failures(withNodes('[{ device: cray-1 }]'));
    expect(far!.hint).toBe('"ambient list devices" shows the built-in ones; define others under "devices"');
    expect(await complaints(basic('devices: { My Box: {} }'))).toEqual(['bad-name devices.My Box']);
  });
});

describe('needs', () => {
  it('are resolved', async () => {
    const needs =
      'cpu: 1, memory: 64 MiB, bandwidth: 1 Mbps, gpu: true, reputation: 50 %, region: local, exclude: [server-2]';
    expect((await cell(withNeeds(needs))).workload[0]!.needs).toEqual({
      cpu: 1,
      memory: 64 * 2 ** 20,
      bandwidth: 1e6,
      gpu: true,
      reputation: 0.5,
      region: 'local',
      exclude: ['server-2'],
    });
  });

  it.each([
    ['exclude: [server-3]', 'unknown-name .exclude[0]'],
    ['exclude: [sever]', 'unknown-name .exclude[0]'],
    ['region: dallas', 'unknown-name .region'],
    ['memory: 64', 'missing-unit .memory'],
    ['memory: 0.3 B', 'not-whole .memory'],
    ['gpu: yes', 'wrong-type .gpu'],
    ['ram: 1 GiB', 'unknown-key .ram'],
  ])('%s is refused', async (needs, expected) => {
    const [code, path] = expected.split(' ');
    expect(await complaints(withNeeds(needs))).toEqual([`${code} workload[0].needs${path}`]);
  });
});

describe('faults', () => {
  it('end when all is healed, and take the nodes of a region that goes dark', async () => {
    const { faults: all } = await cell(
      withNodes(
        '[{ group: a, count: 2, region: frankfurt }, { group: b, region: dallas }]',
        'faults: [{ clog: { nodes: [b] }, at: 1 s }, { blackout: { regions: [frankfurt] }, at: 2 s, for: 1 s }, ' +
          '{ heal: all, at: 5 s }, { slow: { nodes: [b], times: 2 }, at: 6 s }]',
      ),
    );
    expect(all).toEqual([
      { kind: 'clog', nodes: ['b-1'], at: 1e6, for: 4e6 },
      { kind: 'crash', nodes: ['a-1', 'a-2'], at: 2e6, for: 1e6 },
      { kind: 'slow', nodes: ['b-1'], times: 2, at: 6e6 },
    ]);
    expect(await failures(basic('faults: [{ clog: { nodes: [server] }, at: 1 s }]'))).toMatchObject([
      { code: 'endless-partition' },
    ]);
    expect(await failures(basic('faults: [{ pause: { nodes: [server] }, at: 1 s }]'))).toMatchObject([
      { code: 'endless-partition' },
    ]);
    expect(await failures(basic('faults: [{ clock: { nodes: [server], rate: 0 }, at: 1 s }]'))).toMatchObject([
      { code: 'out-of-range', expected: 'above 0' },
    ]);
  });

  it('of machines, by chance and again, are read and written with their units', async () => {
    const text =
      'faults: [{ churn: { nodes: [all], up: 5 s, down: { exponential: { mean: 1 s } } }, at: 1 s, for: 2 s, probability: 50 %, stability: 3 s, until: 1 min }, ' +
      '{ disk: { nodes: [coordinator, server-1], fails: torn }, at: 2 s }, { crash: { nodes: [coordinator] }, at: 3 s }, { heal: all, at: 30 s }]';
    const [churn, disk, crash] = (await cell(basic(text))).faults;
    expect(churn).toMatchObject({ kind: 'churn', for: 2e6, chance: 0.5, stability: 3e6, until: 30e6 });
    expect(disk).toEqual({ kind: 'disk', fails: 'torn', nodes: ['coordinator', 'server-1'], at: 2e6, for: 28e6 });
    expect(crash!.nodes).toEqual(['coordinator']);
    expect(await complaints(basic(`recovery: lose\n${text}`))).toEqual(['fault-of-nothing faults[1].disk']);
  });

  const faults = async (nodes: string): Promise<readonly string[]> =>
    (await cell(basic(`faults: [{ crash: { nodes: ${nodes} }, at: 30 s }]`))).faults[0]!.nodes;

  it('name nodes, groups or all, each node once', async () => {
    expect(await faults('[server-2]')).toEqual(['server-2']);
    expect(await faults('[server]')).toEqual(['server-1', 'server-2']);
    expect(await faults('[all, server-2]')).toEqual(['server-1', 'server-2']);
  });

  it('last for a time or for good', async () => {
    const text =
      'faults: [{ crash: { nodes: [server-1] }, at: 0 s, for: 10 s }, { crash: { nodes: [all] }, at: 1 min }]';
    const [first, second] = (await cell(basic(text))).faults;
    expect(first).toEqual({ kind: 'crash', nodes: ['server-1'], at: 0, for: 10e6 });
    expect(second).not.toHaveProperty('for');
  });

  it.each([
    ['{ crash: { nodes: [server-3] }, at: 1 s }', 'unknown-name faults[0].crash.nodes[0]'],
    ['{ crash: { nodes: [server-0] }, at: 1 s }', 'unknown-name faults[0].crash.nodes[0]'],
    ['{ crash: { nodes: [] }, at: 1 s }', 'too-few faults[0].crash.nodes'],
    ['{ crash: { nodes: [all] } }', 'missing faults[0].at'],
    ['{ crash: { nodes: [all] }, at: 5 }', 'missing-unit faults[0].at'],
    ['{ at: 1 s }', 'not-exactly-one faults[0]'],
    ['{ partition: { groups: [[server]] }, at: 1 s, for: 1 s }', 'too-few faults[0].partition.groups'],
    [
      '{ partition: { groups: [[server-1], [server-9]] }, at: 1 s, for: 1 s }',
      'unknown-name faults[0].partition.groups[1][0]',
    ],
    ['{ partition: { groups: [[clients], [server]] }, at: 1 s }', 'endless-partition faults[0].partition'],
    ['{ drop: { nodes: [all], probability: 100 % }, at: 1 s }', 'out-of-range faults[0].drop.probability'],
    ['{ slow: { nodes: [all], times: 0.5 }, at: 1 s }', 'out-of-range faults[0].slow.times'],
    ['{ crush: { nodes: [all] }, at: 1 s }', 'unknown-key faults[0].crush'],
    ['{ overheat: { nodes: [all], ambient: 60 C }, at: 1 s }', 'fault-of-nothing faults[0].overheat'],
    ['{ memory: { nodes: [all], free: 1 GiB }, at: 1 s }', 'fault-of-nothing faults[0].memory'],
    ['{ disk: { nodes: [all], fails: melted }, at: 1 s }', 'unknown-name faults[0].disk.fails'],
    ['{ disk: { nodes: [coordinator], fails: unsynced }, at: 1 s, for: 1 s }', 'never-answered faults[0].disk'],
    ['{ slow: { nodes: [coordinator], times: 2 }, at: 1 s }', 'unknown-name faults[0].slow.nodes[0]'],
    ['{ crash: { nodes: [all] }, at: 1 s, for: 1 s, stability: 5 s }', 'half-recurring faults[0].stability'],
    ['{ crash: { nodes: [all] }, at: 1 s, stability: 5 s, until: 9 s }', 'missing faults[0].for'],
    ['{ crash: { nodes: [all] }, at: 9 s, for: 1 s, stability: 5 s, until: 9 s }', 'backwards faults[0].until'],
    ['{ crash: { nodes: [all] }, at: 9 s, probability: 120 % }', 'out-of-range faults[0].probability'],
    ['{ heal: all, at: 9 s, probability: 20 % }', 'not-exactly-one faults[0].probability'],
  ])('%s is refused', async (fault, expected) => {
    expect(await complaints(basic(`faults: [${fault}]`))).toEqual([expected]);
  });
});

describe('a group of nodes', () => {
  it('may be empty, if another is not: a matrix varies how many nodes lie from none on', async () => {
    const groups = (pi: number, own: number) =>
      `version: 1\nname: groups\nstop: { tasks: 1 }\nnodes: [{ group: pi, count: ${pi} }, { group: own, count: ${own} }]\nworkload: [{ work: { time: 1 s }, arrivals: { poisson: 1 /s } }]\n`;
    expect((await cell(groups(1, 0))).nodes.map(({ count }) => count)).toEqual([1, 0]);
    expect(await complaints(groups(0, 0))).toEqual(['no-nodes nodes']);
  });
});

describe('defects', () => {
  it('are parts that are broken on purpose, and reports say so', async () => {
    expect((await cell(basic('defects: [extra-slot]'))).defects).toEqual(['extra-slot']);
    expect(await cell(basic('defects: []'))).not.toHaveProperty('defects');
    expect(await complaints(basic('defects: [extra-slots]'))).toEqual(['unknown-name defects[0]']);
  });
});

describe('a detector', () => {
  it('is a name or a mapping, with a threshold of its own', async () => {
    expect((await cell(basic('detector: reference-z'))).detector).toEqual({ rule: 'reference-z', threshold: 3.5 });
    expect((await cell(basic('detector: { rule: telemetry-consensus }'))).detector).toMatchObject({ threshold: 0.3 });
    expect((await cell(basic('detector: { rule: median-mad, threshold: 3 }'))).detector).toMatchObject({
      threshold: 3,
    });
    expect(await cell(basic(''))).not.toHaveProperty('detector');
    expect(await complaints(basic('detector: median'))).toEqual(['unknown-name detector']);
    expect(await complaints(basic('detector: { rule: median-mad, threshold: 0 }'))).toEqual([
      'out-of-range detector.threshold',
    ]);
  });
});

describe('what later versions bring', () => {
  it('is refused by name', async () => {
    const found = await failures(basic('fidelity: { signature: sampled }'));
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual(['not-supported-yet fidelity.signature']);
    expect(found[0]!.message).toContain('is not supported yet');
  });
});

describe('real proofs', () => {
  const proven = (task: string, more: string): string =>
    basic(more).replace('work: { time: { exponential: { mean: 1 s } } }', task);

  it('are of a share of the results under zk', async () => {
    const share = async (fidelity: string): Promise<number | undefined> =>
      (await cell(proven('task: digit-tree', `verification: zk\nfidelity: ${fidelity}`))).fidelity.proof;
    expect(await share('{ proof: real }')).toBe(1);
    expect(await share('{ proof: sampled }')).toBe(0.1);
    expect(await share('{ proof: sampled, sample: 25 % }')).toBe(0.25);
    expect(await share('{ proof: modelled }')).toBeUndefined();
  });

  it.each([
    ['work: { time: 1 s }', 'verification: zk'],
    ['task: digit-tree', 'verification: optimistic'],
    ['task: digit-tree', 'verification: none'],
  ])('are not of %s under %s', async (task, policy) => {
    expect(await complaints(proven(task, `${policy}\nfidelity: { proof: real }`))).toEqual([
      'nothing-to-prove fidelity.proof',
    ]);
  });
});

describe('real tasks', () => {
  const named = (task: string, more = ''): string =>
    basic(more).replace('work: { time: { exponential: { mean: 1 s } } }', task);

  it('are resolved to the hash of their module, and to what a run on the first input takes', async () => {
    const { task, work } = (await cell(named('task: classify-digit'))).workload[0]!;
    expect(task).toMatchObject({ name: 'classify-digit', input: 'mnist-test', limits: 'default' });
    expect(task?.module).toMatch(/^[0-9a-f]{64}$/);
    expect(work).toEqual({ unit: 'gas', amount: { kind: 'constant', value: task?.expected }, copies: 'shared' });
  });

  it('are executed once for each input unless the file says otherwise', async () => {
    const execution = async (more: string): Promise<string> =>
      (await cell(named('task: sort, input: random-64:3', more))).fidelity.execution;
    expect(await execution('')).toBe('memoised');
    expect(await execution('fidelity: { execution: real }')).toBe('real');
    expect(await execution('fidelity: { execution: modelled }')).toBe('modelled');
  });

  it.each([
    ['task: classify-digits', '', 'unknown-name workload[0].task'],
    ['task: sort, input: mnist', '', 'unknown-name workload[0].input'],
    ['task: sort, input: mnist-test:10000', '', 'out-of-range workload[0].input'],
    ['task: ./none.wasm, input: mnist-test', '', 'cannot-read workload[0].task'],
    ['task: ./scenario.yaml, input: mnist-test', '', 'not-a-task workload[0].task'],
    ['task: sort, input: ./none.bin', '', 'cannot-read workload[0].input'],
    ['work: { time: 1 s }, input: mnist-test', '', 'input-of-nothing workload[0].input'],
    ['budget: 1 token', '', 'not-exactly-one workload[0]'],
    ['work: { time: 1 s }', 'fidelity: { execution: real }', 'nothing-to-execute fidelity.execution'],
    ['work: { time: 1 s }', 'fidelity: { runtime: v8 }', 'nothing-to-execute fidelity.runtime'],
    ['task: sort', 'fidelity: { execution: modelled, runtime: v8 }', 'nothing-to-execute fidelity.runtime'],
    ['task: sort', 'fidelity: { runtime: wasmtime }', 'unknown-name fidelity.runtime'],
    ['task: sort', 'fidelity: { fallback: v8 }', 'fallback-of-nothing fidelity.fallback'],
  ])('%s %s is refused', async (task, more, expected) => {
    expect(await complaints(named(task, more))).toEqual([expected]);
  });
});

describe('small things', () => {
  it.each([
    ['verification: nun', 'unknown-name verification'],
    ['verification: { policy: proof-of-training }', 'needs-key verification'],
    ['verification: { policy: m-first, n: 3 }', 'unknown-key verification.n'],
    ['verification: { policy: m-first, m: 0 }', 'out-of-range verification.m'],
    ['verification: { policy: m-first, m: 3 }', 'too-few-nodes verification.m'],
    ['verification: { policy: replicate, k: 2, quorum: 5 }', 'quorum-out-of-reach verification.quorum'],
    ['verification: { policy: committee, size: 2, fault: 1 }', 'committee-too-small verification.fault'],
    ['reputation: { rule: alpha }', 'unknown-name reputation.rule'],
    ['reputation: { forgetting: 0 }', 'out-of-range reputation.forgetting'],
    ['recovery: redo', 'unknown-name recovery'],
    ['network: { loss: 100 % }', 'out-of-range network.loss'],
    ['network: perfect', 'unknown-name network'],
    ['safety: { temperature: { enter: 70 C } }', 'backwards safety.temperature'],
    ['breaker: { peers: -1 }', 'out-of-range breaker.peers'],
    ['invariants: [settles-once, settles-twice]', 'unknown-name invariants[1]'],
    ['invariants: some', 'unknown-name invariants'],
  ])('%s is refused', async (more, expected) => {
    expect(await complaints(basic(more))).toEqual([expected]);
  });

  it('invariants are watched in one order, whatever the file says', async () => {
    const text = basic('invariants: [every-task-settles, settles-once]');
    expect((await cell(text)).invariants).toEqual(['settles-once', 'every-task-settles']);
  });

  it('workloads have names of their own', async () => {
    const item = '{ name: jobs, work: { time: 1 s }, arrivals: { poisson: 1 /s } }';
    const text = basic().replace(/workload: .*/, `workload: [${item}, ${item}]`);
    expect(await complaints(text)).toEqual(['twice workload[1].name']);
  });
});
