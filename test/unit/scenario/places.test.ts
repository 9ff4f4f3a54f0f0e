// What a scenario says of places and hours: churn, sleep, access links, the start of a run, carbon of one's own.

import { describe, expect, it } from 'vitest';
import { readInstant, writeStart } from '../../../sim/scenario/grid-section.ts';
import { mean } from '../../../sim/scenario/index.ts';
import { shareOfFirst } from '../../../sim/workload/index.ts';
import { basic, cell, complaints, failures, load, write } from './fixture.ts';

const withNodes = (nodes: string, more = ''): string => basic(more).replace('[{ group: server, count: 2 }]', nodes);
const HOUR = 3600e6;

describe('churn', () => {
  it('has published fits, whose source is among the assumptions', async () => {
    const { scenario } = await load(
      withNodes('[{ churn: seti-at-home }, { group: b, churn: { fit: seti-at-home, start: up } }]'),
    );
    const [first, second] = scenario.cells[0]!.nodes;
    expect(first!.churn).toMatchObject({
      up: { kind: 'weibull', shape: 0.393, scale: 2.964 * HOUR },
      start: 'equilibrium',
    });
    expect(second!.churn).toMatchObject({ fit: 'seti-at-home', start: 'up' });
    expect(scenario.assumptions.some((line) => line.includes('ComBoS'))).toBe(true);
    expect((await load(scenario.yaml)).scenario.cells).toEqual(scenario.cells);
  });

  it('of RakeSearch is up 94.5 % of the time, in three phases', async () => {
    const { scenario } = await load(withNodes('[{ churn: rakesearch }]'));
    const { churn } = scenario.cells[0]!.nodes[0]!;
    expect(churn!.fit).toBe('rakesearch');
    expect([mean(churn!.up) / HOUR, mean(churn!.down) / HOUR]).toEqual([
      expect.closeTo(205.185_294_727, 6),
      expect.closeTo(11.922_563_596, 6),
    ]);
    expect(shareOfFirst(churn!.up, churn!.down)).toBeCloseTo(0.945_084_605_9, 9);
    expect(scenario.assumptions).toContainEqual(expect.stringContaining('read as rates per hour'));
    expect((await load(scenario.yaml)).scenario.cells).toEqual(scenario.cells);
  });

  it('may be a trace: node, from, until', async () => {
    write('online.csv', 'node,from,until\n1,0,10\n1,30 s,1 min # again\n3,5,6\n');
    const { nodes } = await cell(withNodes('[{ count: 3, churn: { trace: ./online.csv } }]'));
    expect(nodes[0]!.online).toEqual([
      [
        [0, 10e6],
        [30e6, 60e6],
      ],
      undefined,
      [[5e6, 6e6]],
    ]);
    const few = await failures(withNodes('[{ count: 2, churn: { trace: ./online.csv } }]'));
    expect(few.map(({ code, path }) => [code, path])).toEqual([['trace-beyond', 'nodes[0].churn.trace']]);
  });

  it('is refused at its line', async () => {
    const file = write('wrong.csv', 'node,from,until\n1,0,10\n1,5,6\nx,1,2\n2,3\n');
    const found = await failures(withNodes('[{ count: 3, churn: { trace: ./wrong.csv } }]'));
    expect(found.map(({ code, place }) => [code, place?.file, place?.line])).toEqual([['wrong-fields', file, 5]]);
    write('wrong.csv', 'node,from,until\n1,0,10\n1,5,6\nx,1,2\n');
    const next = await failures(withNodes('[{ count: 3, churn: { trace: ./wrong.csv } }]'));
    expect(next.map(({ code, place }) => [code, place?.line])).toEqual([
      ['not-after', 3],
      ['bad-node', 4],
    ]);
  });

  it.each([
    ['{ up: 1 s, down: 1 s, fit: seti-at-home }', 'not-exactly-one nodes[0].churn'],
    ['{ up: 1 s }', 'missing nodes[0].churn.down'],
    ['{ up: { pareto: { shape: 1, scale: 1 s } }, down: 1 s }', 'no-equilibrium nodes[0].churn.up'],
    ['{ up: 1 s, down: 1 s, star: up }', 'unknown-key nodes[0].churn.star'],
    ['seti', 'unknown-name nodes[0].churn'],
    ['rake-search', 'unknown-name nodes[0].churn'],
    ['{ trace: online.csv }', 'not-a-path nodes[0].churn.trace'],
  ])('%s: %s', async (churn, complaint) => {
    expect(await complaints(withNodes(`[{ churn: ${churn} }]`))).toEqual([complaint]);
  });
});

it('sleep is from one time of day until another', async () => {
  const { scenario } = await load(withNodes('[{ sleep: { from: "23:30", until: 7:05 } }]'));
  expect(scenario.cells[0]!.nodes[0]!.sleep).toEqual({ from: 23.5 * HOUR, until: (7 + 5 / 60) * HOUR });
  expect((await load(scenario.yaml)).scenario.cells).toEqual(scenario.cells);
  expect(await complaints(withNodes('[{ sleep: { from: 25:00, until: "07:00" } }]'))).toEqual([
    'wrong-type nodes[0].sleep.from',
  ]);
  expect(await complaints(withNodes('[{ sleep: { from: "7:00", until: "07:00" } }]'))).toEqual([
    'sleeps-never nodes[0].sleep',
  ]);
});

it('groups may have access links of their own class', async () => {
  const { scenario } = await load(withNodes('[{ access: lte }]', 'network: { access: fibre }'));
  expect(scenario.cells[0]!.nodes[0]!.access).toBe('lte');
  expect(scenario.assumptions.filter((line) => line.includes('access:'))).toHaveLength(2);
  expect(await complaints(withNodes('[{ access: modem }]'))).toEqual(['unknown-name nodes[0].access']);
  const device = await load(withNodes('[{ device: { access: dsl } }]', 'network: { access: fibre }'));
  expect(device.scenario.cells[0]!.nodes[0]!.device.access).toBe('dsl');
  expect((await load(device.scenario.yaml)).scenario.cells).toEqual(device.scenario.cells);
});

describe('the start of a run', () => {
  it.each([
    ['06:00', 6 * HOUR],
    ['2000-03-01T00:00Z', 11_017 * 24 * HOUR],
    ['2020-06-21 06:30', (18_434 * 24 + 6.5) * HOUR],
    ['2024-02-29T23:59Z', 19_782 * 24 * HOUR + 24 * HOUR - 60e6],
  ])('%s', async (text, at) => {
    expect(readInstant(text)?.at).toBe(at);
    expect((await cell(basic(`start: "${text}"`))).start).toBe(at);
    expect(readInstant(writeStart(at))?.at).toBe(at);
  });

  it('agrees with the calendar, day by day', () => {
    for (let day = 0; day < 30_000; day += 37) {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 16);
      expect(readInstant(`${text}Z`)?.at).toBe(day * 24 * HOUR);
      expect(writeStart(day * 24 * HOUR)).toBe(day === 0 ? '00:00' : `${text}Z`);
    }
  });

  it.each(['24:00', '2021-02-29T00:00Z', '2020-13-01T00:00Z', 'noon'])('%s is none', async (text) => {
    expect(await complaints(basic(`start: "${text}"`))).toEqual(['wrong-type start']);
  });
});

describe('carbon of one’s own', () => {
  const withCarbon = (more = ''): string => basic(`grid: { carbon: ./carbon.csv }\n${more}`);

  it('is by zone or region, by time of day or by date', async () => {
    write('carbon.csv', 'zone,time,intensity\nDEU,06:00,100\nDEU,18:00,0.3 kg/kWh\ntokyo,2020-06-21T00:00Z,500\n');
    const { carbon } = await cell(withCarbon('start: 2020-06-21T00:00Z'));
    expect(carbon).toEqual({
      DEU: { dated: false, at: [6 * HOUR, 18 * HOUR], grams: [100, 300] },
      tokyo: { dated: true, at: [18_434 * 24 * HOUR], grams: [500] },
    });
    expect(await complaints(withCarbon())).toEqual(['start-without-date start']);
  });

  it('is refused at its line', async () => {
    const file = write(
      'carbon.csv',
      'zone,time,intensity\nXXX,06:00,1\nDEU,6,1\nDEU,06:00,a lot\nDEU,07:00,1\nDEU,07:00,1\n',
    );
    const found = await failures(withCarbon());
    expect(found.map(({ code, place }) => [code, place?.file, place?.line])).toEqual([
      ['unknown-name', file, 2],
      ['bad-time', file, 3],
      ['bad-quantity', file, 4],
      ['not-later', file, 6],
    ]);
    write('carbon.csv', 'zone;time;intensity\n');
    expect((await failures(withCarbon())).map(({ code }) => code)).toContain('wrong-header');
  });
});
