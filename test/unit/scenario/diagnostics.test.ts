import { describe, expect, it } from 'vitest';
import { basic, complaints, failures, folder, write } from './fixture.ts';

const WRONG = `version: 2
name: Big Mesh
sedes: { from: 1 }
stop: { tasks: 100.5 }
nodes: [{ group: server, cuont: 1, device: pi }]
network: { latency: 30, regions: ibm }
workload:
  - { name: jobs, work: { time: { exponental: { mean: 1 s } } }, arrivals: { poisson: 0.8 } }
scheduling: { strategy: power-of-d, dd: 3 }
thresholds: ["latency.p98 < 3 s"]
federated: { cadence: 1 h }
`;

describe('diagnostics', () => {
  it('come all at once, in file order', async () => {
    expect(await complaints(WRONG)).toEqual([
      'unknown-version version',
      'bad-name name',
      'unknown-key sedes',
      'not-whole stop.tasks',
      'unknown-key nodes[0].cuont',
      'missing-unit network.latency',
      'unknown-name network.regions',
      'unknown-key workload[0].work.time.exponental',
      'missing-unit workload[0].arrivals.poisson',
      'unknown-key scheduling.dd',
      'unknown-name thresholds[0]',
      'unknown-key federated.cadence',
    ]);
  });

  it('show the place, the path, what was expected and got, the line with a caret, and a name that was meant', async () => {
    const found = await failures(WRONG);
    expect(found.find(({ path }) => path === 'nodes[0].cuont')).toEqual({
      code: 'unknown-key',
      message: 'there is no key "cuont" here',
      expected: 'one of: group, count, device, region, churn, sleep, stays, access, behaviour',
      got: 'cuont',
      hint: 'did you mean "count"?',
      path: 'nodes[0].cuont',
      place: { file: `${folder}/scenario.yaml`, line: 5, column: 26 },
      frame: [
        '  4 | stop: { tasks: 100.5 }',
        '> 5 | nodes: [{ group: server, cuont: 1, device: pi }]',
        '    |                          ^^^^^',
      ].join('\n'),
    });
  });

  it('place what is missing at what should hold it', async () => {
    const [missing] = await failures(basic().replace('{ exponential: { mean: 1 s } }', '{ exponential: {} }'));
    expect(missing).toMatchObject({ code: 'missing', path: 'workload[0].work.time.exponential.mean', got: 'nothing' });
    expect(missing!.frame!.split('\n').at(-1)!.trimEnd().endsWith('^'.repeat('exponential'.length))).toBe(true);
  });

  it('name the file that is wrong, not the one that extends it', async () => {
    const file = write('wrong/base.yaml', '# a base\n\nliveness: { heartbeat: 5 }\n');
    const [failure] = await failures(basic('extends: ./wrong/base.yaml'));
    expect(failure).toMatchObject({ code: 'missing-unit', place: { file, line: 3, column: 24 } });
  });

  it('cut long lines around the caret', async () => {
    const [failure] = await failures(basic(`assumptions: ["${'a'.repeat(300)}", 3]`));
    const [line, caret] = failure!.frame!.split('\n').slice(-2);
    expect(line!.length).toBeLessThan(135);
    expect(line!.slice(caret!.indexOf('^'))).toMatch(/^3\]/);
  });

  it('stop at a hundred', async () => {
    const found = await failures(basic(`assumptions: [${'1, '.repeat(150)}]`));
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toMatchObject({ code: 'more-failures', message: 'and 50 more' });
  });
});

describe('YAML that is not for scenarios', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', ['empty-file']],
    ['only comments', '# hello\n', ['empty-file']],
    ['a list', '- a\n', ['wrong-type']],
    ['a word', 'hello\n', ['wrong-type']],
    ['duplicate keys', basic('name: again'), ['duplicate-key']],
    ['a tab', 'version: 1\nstop:\n\ttasks: 1\n', ['tab']],
    ['an open bracket', 'version: [1\n', ['bad-yaml']],
    ['two documents', `${basic()}---\n${basic()}`, ['several-documents']],
    ['a directive', `%YAML 1.1\n---\n${basic()}`, ['directive']],
    ['a tag', basic('recovery: !!str lose'), ['tag']],
    ['an unknown tag', basic('recovery: !lose lose'), ['bad-yaml', 'tag']],
    ['a merge key', basic('liveness: { <<: { missed: 3 } }'), ['merge-key']],
    ['a number as key', basic('3: 4'), ['key-not-text']],
    ['a list as key', basic('? [a]\n: 4'), ['key-not-text']],
    ['an unknown anchor', basic('recovery: *nothing'), ['unknown-anchor']],
    ['a circular alias', basic('assumptions: &a [*a]'), ['circular-alias']],
    [
      'deep nesting',
      basic(`assumptions: ${'['.repeat(70)}${']'.repeat(70)}`),
      ['wrong-type assumptions[0]', 'too-deep'],
    ],
    ['bottomless nesting', '['.repeat(100_000), ['too-deep']],
    ['bottomless dashes', `${'- '.repeat(100_000)}a`, ['too-deep']],
    ['a bare key', 'version: 1\nfoo\n', ['bad-yaml']],
    ['__proto__', basic('__proto__: { a: 1 }'), ['key-not-text']],
    ['constructor', basic('constructor: 1'), ['unknown-key constructor']],
  ])('%s', async (_, text, expected) => {
    expect(await complaints(text)).toEqual(expected);
  });

  it('a bomb of aliases', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? 'boom' : `*l${level - 1}`;
      return `x-${level}: &l${level} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    expect(await complaints(basic(levels.join('\n')))).toEqual(['alias-bomb']);
  });

  it('but anchors in moderation are welcome', async () => {
    const text = basic('x-slow: &slow { enter: 300 ms, leave: 200 ms }\nsafety: { latency: *slow }\nrecovery: redo');
    expect(await complaints(text)).toEqual(['unknown-name recovery']);
  });
});
