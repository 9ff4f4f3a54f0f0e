import { describe, expect, it } from 'vitest';
import { cell, complaints, failures, load, write } from './fixture.ts';

const withGraph = (graph: string, more = ''): string => `version: 1
name: pipeline
nodes: [{ group: pi, count: 2 }, { group: server, device: { slots: 2 } }]
workload: [{ name: jobs, graph: ${graph}${more} }]
`;

describe('task graphs', () => {
  it('are read from a file, sorted so that none comes before what it needs', async () => {
    write(
      'graphs/a.yaml',
      'tasks:\n  - { name: 2, time: { pi: 3 s, pi-2: 4 s, server: 1 s } }\n  - { name: 1, gas: 5e6 gas }\n  - { name: z, time: 0 s }\nedges: [[1, 2, 18 s], [1, z, 4 MiB], [2, z]]\n',
    );
    const { workload } = await cell(withGraph('./graphs/a.yaml'));
    expect(workload[0]!.graph).toEqual({
      tasks: [
        { name: '1', gas: 5e6 },
        { name: '2', time: { pi: 3e6, 'pi-2': 4e6, server: 1e6 } },
        { name: 'z', time: 0 },
      ],
      edges: [
        { from: 0, to: 1, time: 18e6, bytes: 0 },
        { from: 0, to: 2, time: 0, bytes: 4 * 2 ** 20 },
        { from: 1, to: 2, time: 0, bytes: 0 },
      ],
    });
    expect(workload[0]!.arrivals).toEqual({ kind: 'trace', at: [0] });
  });

  it('may stand in the scenario, as lists or by name, and read back as they were written', async () => {
    const listed = await load(
      withGraph('{ tasks: [{ name: a, time: 1 s }, { name: b, gas: 3e3 gas }], edges: [[a, b, 2 KiB]] }'),
    );
    const mapped = await load(
      withGraph('{ tasks: { a: { time: 1 s }, b: { gas: 3e3 gas } }, edges: [[a, b, 2 KiB]] }'),
    );
    const again = await load(listed.scenario.yaml);
    expect(mapped.scenario.cells).toEqual(listed.scenario.cells);
    expect(again.scenario.cells).toEqual(listed.scenario.cells);
  });

  it('count by their content, wherever they are', async () => {
    write('graphs/one.yaml', 'tasks: [{ name: a, time: 1 s }]');
    write('graphs/two.yaml', 'tasks: [{ name: a, time: 2 s }]');
    const one = await load(withGraph('./graphs/one.yaml'));
    const two = await load(withGraph('./graphs/two.yaml'));
    expect(one.scenario.cells[0]!.id).not.toBe(two.scenario.cells[0]!.id);
    expect(one.scenario.yaml).toContain('x-sha256');
  });

  it('are refused at the line that is wrong, all at once', async () => {
    const file = write(
      'graphs/wrong.yaml',
      'tasks:\n  - { name: a, time: 1 s }\n  - { name: a, gas: 1 gas, time: 2 s }\n  - { name: c, time: 3 }\nedges:\n  - [a, x, 1 s]\n',
    );
    const found = await failures(withGraph('./graphs/wrong.yaml'));
    expect(found.map(({ code, place }) => [code, place?.file, place?.line])).toEqual([
      ['not-exactly-one', file, 3],
      ['missing-unit', file, 4],
    ]);
    write(
      'graphs/wrong.yaml',
      'tasks: [{ name: a, time: 1 s }, { name: b, time: 1 s }]\nedges:\n  - [a, x, 1 s]\n  - [a, b]\n  - [a, b, 1 s]\n',
    );
    const next = await failures(withGraph('./graphs/wrong.yaml'));
    expect(next.map(({ code, path, place }) => [code, path, place?.line])).toEqual([
      ['unknown-name', 'workload[0].graph', 3],
      ['edge-twice', 'workload[0].graph', 5],
    ]);
  });

  it('have no circles', async () => {
    write(
      'graphs/circle.yaml',
      'tasks: { a: { time: 1 s }, b: { time: 1 s }, c: { time: 1 s }, d: { time: 1 s } }\nedges:\n  - [a, b]\n  - [b, c]\n  - [c, b]\n  - [c, d]\n',
    );
    const [found] = await failures(withGraph('./graphs/circle.yaml'));
    expect(found).toMatchObject({ code: 'graph-circle', place: { line: 5 } });
    expect(found!.message).toContain('c -> b -> c');
  });

  it('say how long each task takes on every node, and name none that is not there', async () => {
    write(
      'graphs/nodes.yaml',
      'tasks:\n  - name: a\n    time: { pi: 1 s }\n  - name: b\n    time: { pi-1: 1 s, pi-2: 1 s, sever: 1 s, server: 2 s }\n',
    );
    const found = await failures(withGraph('./graphs/nodes.yaml'));
    expect(found.map(({ code, place, hint }) => [code, place?.line, hint])).toEqual([
      ['no-time', 2, 'add "server" to its "time"'],
      ['unknown-name', 5, 'did you mean "server"?'],
    ]);
  });

  it('take the place of work, and need no arrivals and no end', async () => {
    const graph = '{ tasks: [{ name: a, time: 1 s }] }';
    expect(await complaints(withGraph(graph, ', work: { time: 1 s }'))).toEqual(['either-or workload[0].work']);
    expect(await complaints(withGraph(graph, ', arrivals: { poisson: 1 /s }'))).toEqual(['no-stop stop']);
    expect(await complaints(withGraph(graph).replace(/graph: .* }/, ' }'))).toEqual([
      'not-exactly-one workload[0]',
      'missing workload[0].arrivals',
    ]);
  });
});

describe('work by node', () => {
  const timed = (times: string): string =>
    withGraph('x').replace('graph: x', `work: { times: ${times} }, arrivals: { trace: [0 s] }`);

  it('has a distribution for each node, group or device, and reads back', async () => {
    const { scenario } = await load(timed('{ pi: 1 s, server: { exponential: { mean: 2 s } } }'));
    expect(scenario.cells[0]!.workload[0]!.work.times).toEqual({
      pi: { kind: 'constant', value: 1e6 },
      server: { kind: 'exponential', mean: 2e6 },
    });
    expect((await load(scenario.yaml)).scenario.cells).toEqual(scenario.cells);
  });

  it('names every node and no other', async () => {
    expect(await complaints(timed('{ pi: 1 s, box: 1 s }'))).toEqual([
      'no-time workload[0].work.times',
      'unknown-name workload[0].work.times.box',
    ]);
  });
});
