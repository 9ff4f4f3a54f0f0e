import { describe, expect, it } from 'vitest';
import { basic, cells, complaints, load } from './fixture.ts';

const factors = async (more: string): Promise<readonly Readonly<Record<string, string>>[]> =>
  (await cells(basic(more))).map((cell) => cell.factors);

describe('matrix and zip', () => {
  it('make all combinations of the one with each row of the other', async () => {
    const made = await factors(
      'matrix: { scheduling: [random, round-robin], nodes.server.count: [2, 3] }\nzip: { stop.tasks: [5, 6], recovery: [lose, requeue] }',
    );
    expect(made).toHaveLength(8);
    expect(made.slice(0, 3)).toEqual([
      { scheduling: 'random', 'nodes.server.count': '2', 'stop.tasks': '5', recovery: 'lose' },
      { scheduling: 'random', 'nodes.server.count': '2', 'stop.tasks': '6', recovery: 'requeue' },
      { scheduling: 'random', 'nodes.server.count': '3', 'stop.tasks': '5', recovery: 'lose' },
    ]);
  });

  it('replace what is at the path, whatever kind it is', async () => {
    const made = await cells(
      basic(
        'scheduling: { strategy: hedged, after: 2 s }\nmatrix: { scheduling: [random, { strategy: power-of-d, d: 3 }] }',
      ),
    );
    expect(made.map(({ scheduling }) => scheduling)).toEqual([
      { name: 'random', parameters: {} },
      { name: 'power-of-d', parameters: { d: 3 } },
    ]);
  });

  it('apply a path before those inside of it', async () => {
    const made = await cells(basic('matrix: { scheduling.d: [3], scheduling: [power-of-d, redundancy-d] }'));
    expect(made.map(({ scheduling }) => [scheduling.name, scheduling.parameters])).toEqual([
      ['power-of-d', { d: 3 }],
      ['redundancy-d', { d: 3 }],
    ]);
  });

  it('name values in few words, and never two by the same ones', async () => {
    const made = await factors(
      'matrix:\n  scheduling: [random, power-of-d, { strategy: power-of-d, d: 3 }, { strategy: hedged, after: 1 s }]',
    );
    expect(made.map(({ scheduling }) => scheduling)).toEqual(['random', 'power-of-d', 'power-of-d d=3', 'hedged']);
    const others = await factors(
      'matrix: { workload.jobs.arrivals: [{ poisson: 1 /s }, { every: { exponential: { mean: 1 s } } }], network: [ideal, { latency: 1 ms, loss: 0.1 }] }',
    );
    expect(others[3]).toEqual({
      'workload.jobs.arrivals': 'every(exponential(mean=1 s))',
      network: 'latency=1 ms loss=0.1',
    });
  });

  it('may give what the file leaves out', async () => {
    const text = basic('matrix: { stop: [{ tasks: 5 }, { tasks: 6 }] }').replace('stop: { tasks: 1000 }\n', '');
    expect((await cells(text)).map(({ stop }) => stop.tasks)).toEqual([5, 6]);
  });
});

describe('exclude and include', () => {
  const matrix = 'matrix: { scheduling: [random, power-of-d], recovery: [lose, requeue] }';

  it('remove the combinations that agree', async () => {
    const made = await factors(`${matrix}\nexclude: [{ scheduling: random, recovery: lose }]`);
    expect(made).toEqual([
      { scheduling: 'random', recovery: 'requeue' },
      { scheduling: 'power-of-d', recovery: 'lose' },
      { scheduling: 'power-of-d', recovery: 'requeue' },
    ]);
  });

  it('note an exclusion of nothing', async () => {
    const { scenario } = await load(basic(`${matrix}\nexclude: [{ scheduling: hedged }]`));
    expect(scenario.notes).toEqual(['exclude: scheduling=hedged matches no cell']);
  });

  it('extend the combinations they do not contradict, or are cells of their own', async () => {
    const made = await factors(
      `${matrix}\ninclude: [{ recovery: lose, stop.tasks: 7 }, { recovery: lose, stop.tasks: 8 }, { scheduling: hedged }]`,
    );
    expect(made).toEqual([
      { scheduling: 'random', recovery: 'lose', 'stop.tasks': '8' },
      { scheduling: 'random', recovery: 'requeue' },
      { scheduling: 'power-of-d', recovery: 'lose', 'stop.tasks': '8' },
      { scheduling: 'power-of-d', recovery: 'requeue' },
      { scheduling: 'hedged' },
    ]);
  });

  it('are enough without a matrix', async () => {
    expect(await factors('include: [{ scheduling: random }, { scheduling: edf, stop.tasks: 3 }]')).toEqual([
      { scheduling: 'random' },
      { scheduling: 'edf', 'stop.tasks': '3' },
    ]);
  });
});

describe('factors that cannot be', () => {
  it.each([
    ['matrix: { scheduling: [] }', 'too-few matrix.scheduling'],
    ['matrix: { scheduling: random }', 'wrong-type matrix.scheduling'],
    ['matrix: [scheduling]', 'wrong-type matrix'],
    ['matrix:', 'empty matrix'],
    ['matrix: { seeds: [1..2] }', 'not-a-factor matrix.seeds'],
    ['matrix: { schedulling: [random] }', 'not-a-factor matrix.schedulling'],
    ['matrix: { scheduling..d: [2] }', 'bad-path matrix.scheduling..d'],
    ['matrix: { nodes.9.count: [2] }', 'no-such-element nodes'],
    ['matrix: { stop.tasks.x: [2] }', 'nothing-inside stop.tasks'],
    ['matrix: { scheduling: [random, random] }', 'same-cell matrix'],
    ['matrix: { scheduling.strategy: [random, edf], scheduling.d: [2, 3] }', 'same-cell matrix'],
    ['zip: { scheduling: [random, edf], recovery: [lose] }', 'unlike-lengths zip'],
    ['matrix: { recovery: [lose] }\nzip: { recovery: [requeue] }', 'factor-twice zip.recovery'],
    ['matrix: { recovery: [lose] }\nexclude: [{ recovery: lose }]', 'no-cells exclude'],
    ['matrix: { recovery: [lose] }\nexclude: [{ recovry: lose }]', 'unknown-name exclude[0].recovry'],
    ['include: [{ name: other }]', 'not-a-factor include[0].name'],
    ['include: { scheduling: random }', 'wrong-type include'],
  ])('%s', async (more, expected) => {
    const found = await complaints(basic(more));
    expect([...new Set(found)]).toEqual([expected]);
  });

  it('are not more than 10,000 cells', async () => {
    const hundred = JSON.stringify(Array.from({ length: 101 }, (_, index) => index + 1));
    const matrix = `matrix: { stop.tasks: ${hundred}, nodes.0.count: ${hundred} }`;
    expect(await complaints(basic(matrix))).toEqual(['too-many-cells matrix']);
  });

  it('are told once, however many cells they break', async () => {
    const found = await complaints(
      basic('liveness: { heartbeat: 3 }\nmatrix: { scheduling: [random, edf, 7, hegded] }'),
    );
    expect(found).toEqual(['missing-unit liveness.heartbeat', 'wrong-type scheduling', 'unknown-name scheduling']);
  });
});

describe('cell ids', () => {
  it('depend on the inputs, and not on seeds, names or the way of writing', async () => {
    const id = async (text: string): Promise<string> => (await cells(text))[0]!.id;
    const plain = await id(basic());
    expect(await id(basic('seeds: 5..9\nassumptions: [a]').replace('name: mm1', 'name: other'))).toBe(plain);
    expect(await id(basic('scheduling: { d: 2 }').replace('mean: 1 s', 'mean: 1000 ms'))).toBe(plain);
    expect(await id(basic('scheduling: { strategy: power-of-d, ratio: 4 }'))).toBe(plain);
    expect(await id(basic('scheduling: { d: 3 }'))).not.toBe(plain);
    expect(await id(basic('recovery: lose'))).not.toBe(plain);
  });
});
