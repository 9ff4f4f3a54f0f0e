import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { basic, cell, complaints, failures, folder, load, loadFile, write } from './fixture.ts';

describe('extends', () => {
  it('merges mappings and replaces lists, the nearer file winning', async () => {
    write('base/far.yaml', 'liveness: { heartbeat: 1 s, missed: 7 }\nassumptions: [far, away]\nrecovery: lose\n');
    write('base/near.yaml', 'extends: ./far.yaml\nliveness: { missed: 5, attempts: 2 }\n');
    const { scenario } = await load(basic('extends: base/near.yaml\nliveness: { attempts: 4 }\nassumptions: [here]'));
    expect(scenario.cells[0]!.liveness).toMatchObject({ heartbeat: 1e6, missed: 5, attempts: 4 });
    expect(scenario.cells[0]!.recovery).toBe('lose');
    expect(scenario.assumptions).toEqual(['here']);
  });

  it('lets a file choose another kind of what can only be one', async () => {
    write(
      'base/kinds.yaml',
      'network: { latency: { exponential: { mean: 5 ms } } }\nwarmup: { tasks: 10 }\nseeds: 1..5\n',
    );
    const text =
      'extends: ./base/kinds.yaml\nnetwork: { latency: { constant: 2 ms }, loss: 1 % }\nwarmup: { after: 1 s }\nseed: 3';
    const { scenario } = await load(basic(text));
    expect(scenario.cells[0]!.network).toMatchObject({ latency: { kind: 'constant', value: 2000 }, loss: 0.01 });
    expect(scenario.cells[0]!.warmup).toEqual({ kind: 'after', after: 1e6 });
    expect(scenario.seeds).toEqual([3]);
  });

  it('merges into a word that stands for a mapping', async () => {
    write('base/words.yaml', 'scheduling: redundancy-d\nnetwork: ideal\n');
    const resolved = await cell(basic('extends: ./base/words.yaml\nscheduling: { d: 3 }\nnetwork: { latency: 1 ms }'));
    expect(resolved.scheduling).toEqual({ name: 'redundancy-d', parameters: { d: 3 } });
    expect(resolved.network).toMatchObject({ ideal: false, latency: { kind: 'constant', value: 1000 } });
  });

  it('starts paths from the file that says them', async () => {
    write('base/data/t.csv', '1\n2\n');
    const workload = 'workload: [{ work: { time: 1 s }, arrivals: { trace: ./data/t.csv } }]';
    write('base/traced.yaml', `version: 1\nnodes: [{ count: 1 }]\n${workload}\n`);
    const { scenario } = await load('extends: ./base/traced.yaml\n');
    expect(scenario.cells[0]!.workload[0]!.arrivals).toEqual({ kind: 'trace', at: [1e6, 2e6] });
  });

  it('goes neither in circles nor on for ever', async () => {
    write('loop/a.yaml', 'extends: ./b.yaml\n');
    write('loop/b.yaml', 'extends: ./a.yaml\n');
    const [circle] = await failures(basic('extends: ./loop/a.yaml'));
    expect(circle).toMatchObject({
      code: 'extends-cycle',
      place: { file: join(folder, 'loop/b.yaml'), line: 1, column: 10 },
    });
    expect(circle!.message).toContain('a.yaml -> b.yaml -> a.yaml');
    for (let index = 0; index < 20; index++) write(`long/${index}.yaml`, `extends: ./${index + 1}.yaml\n`);
    expect(await complaints(basic('extends: ./long/0.yaml'))).toContain('extends-too-long extends');
  });

  it('needs a file that can be read', async () => {
    expect(await complaints(basic('extends: ./nowhere.yaml'))).toEqual(['cannot-read extends']);
    expect(await complaints(basic('extends: .'))).toEqual(['cannot-read extends']);
    expect(await complaints(basic('extends: [a.yaml]'))).toEqual(['wrong-type extends']);
    write('base/list.yaml', '- 1\n');
    expect(await complaints(basic('extends: ./base/list.yaml'))).toEqual(['wrong-type']);
  });
});

describe('environments', () => {
  const text = basic(
    'liveness: { missed: 5 }\nenvironments: { big: { liveness: { heartbeat: 1 s }, stop: { tasks: 9 } }, odd: {} }',
  );

  it('change the file when they are chosen', async () => {
    expect((await cell(text)).liveness).toMatchObject({ heartbeat: 10e6, missed: 5 });
    const big = await cell(text, { env: 'big' });
    expect(big.liveness).toMatchObject({ heartbeat: 1e6, missed: 5 });
    expect(big.stop.tasks).toBe(9);
  });

  it('exist, and hold only what belongs there', async () => {
    const [unknown] = await failures(text, { env: 'bog' });
    expect(unknown).toMatchObject({ code: 'unknown-environment', hint: 'did you mean "big"?', got: 'bog' });
    expect(unknown!.place).toEqual({ file: '--env', line: 1, column: 1 });
    expect(await complaints(basic('environments: { a: { stopp: { tasks: 1 }, extends: ./b.yaml }, b: 3 }'))).toEqual([
      'unknown-key environments.a.stopp',
      'not-here environments.a.extends',
      'wrong-type environments.b',
    ]);
  });
});

describe('--set', () => {
  const set = async (...settings: string[]): Promise<Awaited<ReturnType<typeof cell>>> =>
    cell(basic(), { set: settings });

  it('wins over everything else, the last one most', async () => {
    const text = basic('liveness: { missed: 5 }\nenvironments: { big: { liveness: { missed: 6 } } }');
    const settings = ['liveness.missed=7', 'liveness.missed=8'];
    expect((await cell(text, { env: 'big', set: settings })).liveness.missed).toBe(8);
  });

  it('names elements by group, name or index', async () => {
    expect((await set('nodes.server.count=5')).nodes[0]!.count).toBe(5);
    expect((await set('nodes.0.count=6')).nodes[0]!.count).toBe(6);
    expect((await set('nodes[0].count=7')).nodes[0]!.count).toBe(7);
    expect((await set('workload.jobs.arrivals.poisson=3 /s')).workload[0]!.arrivals).toEqual({
      kind: 'poisson',
      rate: 3,
    });
  });

  it('takes values as YAML, and replaces another kind', async () => {
    expect((await set('workload.jobs.arrivals={ every: 2 s }')).workload[0]!.arrivals.kind).toBe('every');
    expect((await set('workload.jobs.arrivals.every=2 s')).workload[0]!.arrivals.kind).toBe('every');
    expect((await set('scheduling.d=3')).scheduling.parameters).toEqual({ d: 3 });
    expect((await set('scheduling=least-loaded')).scheduling.name).toBe('least-loaded');
    expect((await set('network.latency=5 ms')).network.ideal).toBe(false);
  });

  it('can vary factors whose names have dots', async () => {
    const { scenario } = await load(basic(), { set: ['matrix.scheduling.d=[2, 3]', 'zip.stop.tasks=[5, 6]'] });
    expect(scenario.cells.map(({ factors }) => factors)).toEqual([
      { 'scheduling.d': '2', 'stop.tasks': '5' },
      { 'scheduling.d': '2', 'stop.tasks': '6' },
      { 'scheduling.d': '3', 'stop.tasks': '5' },
      { 'scheduling.d': '3', 'stop.tasks': '6' },
    ]);
  });

  it('is complained about in its own text', async () => {
    const [unit] = await failures(basic(), { set: ['liveness.heartbeat=30'] });
    expect(unit).toMatchObject({ code: 'missing-unit', path: 'liveness.heartbeat', got: '30' });
    expect(unit!.frame).toBe('> 1 | liveness.heartbeat=30\n    |                    ^^');
    const [key] = await failures(basic(), { set: ['liveness.heartbaet=30 s'] });
    expect(key!.frame).toBe('> 1 | liveness.heartbaet=30 s\n    |          ^^^^^^^^^');
    expect(key!.hint).toBe('did you mean "heartbeat"?');
  });

  it.each([
    ['scheduling.d', 'bad-setting'],
    ['=3', 'bad-setting'],
    ['scheduling.d=', 'bad-setting'],
    ['a..b=3', 'bad-path'],
    ['nodes.9.count=3', 'no-such-element nodes'],
    ['nodes.sever.count=3', 'no-such-element nodes'],
    ['stop.tasks.more=3', 'nothing-inside stop.tasks'],
    ['extends=./a.yaml', 'not-here'],
    ['stop.tasks=[1', 'bad-yaml'],
    ['toString=1', 'unknown-key toString'],
  ])('refuses %s', async (setting, expected) => {
    expect(await complaints(basic(), { set: [setting] })).toEqual([expected]);
  });
});

describe('files', () => {
  it('are texts that exist', async () => {
    const codes = async (file: string): Promise<readonly string[]> => {
      const loaded = await loadFile(file);
      return loaded.ok ? [] : loaded.failures.map(({ code }) => code);
    };
    expect(await codes(join(folder, 'nowhere.yaml'))).toEqual(['cannot-read']);
    expect(await codes(folder)).toEqual(['cannot-read']);
    expect(await codes(write('binary.yaml', new Uint8Array([0x61, 0xff, 0xfe])))).toEqual(['not-utf8']);
    expect(await codes(write('large.yaml', `# ${' '.repeat(8 * 1024 * 1024)}`))).toEqual(['file-too-large']);
  });
});
