import { describe, expect, it } from 'vitest';
import { basic, cell, complaints, failures, folder, load, loadFile, write } from './fixture.ts';

const lying = (behaviour: string): string =>
  basic().replace('{ group: server, count: 2 }', `{ group: server, count: 2, behaviour: ${behaviour} }`);

describe("a behaviour in a user's own file", () => {
  it('is found beside the file that names it, alone, with parameters or among others', async () => {
    const file = `${folder}/mine.ts`;
    const plain = { name: file, parameters: { pause: 5e6 }, sha256: 'cd'.repeat(32) };
    expect((await cell(lying('./mine.ts'))).nodes[0]!.behaviour).toEqual([plain]);
    const { behaviour } = (await cell(lying('[lazy, { ./mine.ts: { pause: 2 s } }]'))).nodes[0]!;
    expect(behaviour).toMatchObject([{ name: 'lazy' }, { ...plain, parameters: { pause: 2e6 } }]);
  });

  it('comes back from what was resolved', async () => {
    const first = await load(lying('{ ./mine.ts: { pause: 2 s } }'));
    const again = await loadFile(write('elsewhere/resolved.yaml', first.scenario.yaml));
    if (!again.ok) throw new Error('it loads');
    expect(again.value.scenario.cells).toEqual(first.scenario.cells);
    expect(again.value.scenario.yaml).toBe(first.scenario.yaml);
  });

  it('counts by its content and its name, not by its place', async () => {
    const here = await loadFile(write('here/s.yaml', lying('{ ./mine.ts: { pause: 2 s } }')));
    const there = await loadFile(write('there/s.yaml', lying('{ ./mine.ts: { pause: 2 s } }')));
    if (!here.ok || !there.ok) throw new Error('both load');
    expect(here.value.scenario.sha256).toBe(there.value.scenario.sha256);
    expect(here.value.scenario.cells[0]!.id).toBe(there.value.scenario.cells[0]!.id);
    const other = await loadFile(write('here/s.yaml', lying('./mine.ts')));
    expect(other.ok && other.value.scenario.cells[0]!.id).not.toBe(here.value.scenario.cells[0]!.id);
  });

  it('is complained about where it is named', async () => {
    const loadBehaviour = (): Promise<never> =>
      Promise.resolve({
        ok: false,
        failures: [{ code: 'behaviour-missing', message: 'there is none', hint: 'write one' }],
      } as never);
    const [one] = await failures(lying('./mine.ts'), { loadBehaviour });
    expect(one).toMatchObject({ code: 'behaviour-missing', path: 'nodes[0].behaviour', got: './mine.ts' });
    const [two] = await failures(lying('[lazy, { ./mine.ts: {} }]'), { loadBehaviour });
    expect(two).toMatchObject({ code: 'behaviour-missing', place: { line: 4 } });
  });
});

it.each([
  ['{ ./mine.ts: { paws: 2 s } }', 'unknown-key'],
  ['{ ./mine.ts: { pause: 0 s } }', 'out-of-range'],
  ['{ ./mine.ts: 3 }', 'wrong-type'],
  ['mine.ts', 'not-a-path'],
  ['lasy', 'unknown-name'],
])('behaviour: %s is refused', async (behaviour, code) => {
  const [first] = await complaints(lying(behaviour));
  expect(first).toContain(code);
  expect(first).toContain('nodes[0].behaviour');
});

it('says which of several is wrong', async () => {
  expect(await complaints(lying('[lazy, { saboteur: { rate: 2 } }, { straggler: { rat: 1 } }]'))).toEqual([
    'out-of-range nodes[0].behaviour[1].saboteur.rate',
    'unknown-key nodes[0].behaviour[2].straggler.rat',
  ]);
});

it.each([
  ['[sybil, whitewasher]', '', 'named-twice nodes[0].behaviour'],
  ['equivocator', '', 'nobody-to-divide nodes[0].behaviour'],
  ['sybil, sleep: { from: "22:00", until: "6:00" }', '', 'names-and-churn nodes[0].sleep'],
  ['whitewasher, stays: 5 min', '', 'names-and-churn nodes[0].stays'],
  ['{ sybil: { identities: 1 } }', '', 'out-of-range nodes[0].behaviour.sybil.identities'],
  ['{ sybil: { identities: 900000 } }', '', 'too-many nodes'],
  ['{ sybil: { identities: 3 } }', 'verification: { policy: replicate, k: 7 }', 'too-few-nodes verification.k'],
  ['whitewasher', 'verification: { policy: replicate, k: 3 }', 'too-few-nodes verification.k'],
])('behaviour: %s with "%s" is refused', async (behaviour, more, complaint) => {
  expect(await complaints(lying(behaviour) + more)).toContain(complaint);
});

const client = (behaviour: string): string =>
  basic().replace('arrivals: { poisson: 0.8 /s }', `arrivals: { poisson: 0.8 /s }, behaviour: ${behaviour}`);

describe('clients that cheat', () => {
  it('are chosen as nodes that lie are', async () => {
    const [jobs] = (await cell(client('[double-submitter, { receipt-denier: { rate: 20 %, from: 1 min } }]'))).workload;
    expect(jobs!.behaviour).toEqual([
      { name: 'double-submitter', parameters: { rate: 1, from: 0, until: 0 } },
      { name: 'receipt-denier', parameters: { rate: 0.2, from: 60e6, until: 0 } },
    ]);
  });

  it('come back from what was resolved', async () => {
    const first = await load(client('{ overspender: { tokens: 20 } }'));
    const again = await loadFile(write('clients/resolved.yaml', first.scenario.yaml));
    expect(again.ok && again.value.scenario.cells).toEqual(first.scenario.cells);
  });

  it.each([
    ['lazy', 'unknown-name workload[0].behaviour'],
    ['./mine.ts', 'unknown-name workload[0].behaviour'],
    ['{ overspender: { rat: 1 } }', 'unknown-key workload[0].behaviour.overspender.rat'],
    ['garbler', 'no-bytes workload[0].behaviour'],
  ])('%s is refused', async (behaviour, complaint) => {
    expect(await complaints(client(behaviour))).toContain(complaint);
  });
});
