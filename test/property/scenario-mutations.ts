// Ways to spoil a valid scenario: each kind makes one thing wrong, somewhere.

import fc from 'fast-check';

/** A scenario as plain data, before it is written as YAML (of which JSON is a part). */
export type Document = Record<string, unknown>;
type Place = readonly (string | number)[];

/** A valid scenario that uses nearly everything. */
export const valid: Document = {
  version: 1,
  name: 'valid',
  seeds: { from: 1, count: 5 },
  stop: { tasks: 500, after: '10 min', standstill: '40 d' },
  warmup: { tasks: 50 },
  devices: { box: { speed: '1e9 gas/s', slots: 2, cores: 4, memory: '1 GiB', power: { idle: '5 W', peak: '40 W' } } },
  nodes: [
    {
      group: 'pi',
      count: 3,
      device: 'box',
      region: 'frankfurt',
      churn: { up: { exponential: { mean: '1 h' } }, down: '1 min' },
    },
    { group: 'own', device: { slots: 4 }, stays: '1 h' },
  ],
  coordinators: { count: 1 },
  network: { latency: { lognormal: { median: '20 ms', p99: '130 ms' } }, jitter: '2 ms', loss: '1 %', up: '5 Mbps' },
  workload: [
    {
      name: 'jobs',
      work: { time: { erlang: { k: 3, mean: '1 s' } }, copies: 'shared' },
      arrivals: { poisson: '2 /s' },
      budget: '1 token',
      deadline: '5 s',
      expires: '1 min',
      needs: { cpu: 1, memory: '64 MiB', reputation: '5 %', region: 'frankfurt', exclude: ['pi-1'] },
    },
    { name: 'more', work: { gas: '1e9 gas' }, arrivals: { closed: { clients: 3, think: '1 s' } } },
  ],
  scheduling: { strategy: 'power-of-d', d: 2 },
  verification: { policy: 'none' },
  reputation: { rule: 'beta', forgetting: 0.9 },
  recovery: 'lose',
  liveness: { heartbeat: '10 s', missed: 3 },
  safety: { temperature: { enter: '85 C', leave: '80 C' }, errors: 25 },
  breaker: { peers: 1, latency: '2 s' },
  faults: [{ crash: { nodes: ['pi-2'] }, at: '30 s', for: '10 s' }],
  fidelity: { signature: 'real' },
  invariants: ['settles-once'],
  primary: ['latency.mean'],
  thresholds: ['latency.mean < 1 s'],
  matrix: { 'liveness.attempts': [2, 3] },
  assumptions: ['none'],
};

const durations: readonly Place[] = [
  ['stop', 'standstill'],
  ['stop', 'after'],
  ['network', 'jitter'],
  ['network', 'latency', 'lognormal', 'median'],
  ['nodes', 0, 'churn', 'down'],
  ['nodes', 1, 'stays'],
  ['nodes', 0, 'churn', 'up', 'exponential', 'mean'],
  ['workload', 0, 'work', 'time', 'erlang', 'mean'],
  ['workload', 0, 'deadline'],
  ['workload', 0, 'expires'],
  ['workload', 1, 'arrivals', 'closed', 'think'],
  ['liveness', 'heartbeat'],
  ['breaker', 'latency'],
  ['faults', 0, 'at'],
  ['faults', 0, 'for'],
];
const otherQuantities: readonly Place[] = [
  ['devices', 'box', 'speed'],
  ['devices', 'box', 'memory'],
  ['devices', 'box', 'power', 'peak'],
  ['network', 'up'],
  ['workload', 0, 'arrivals', 'poisson'],
  ['workload', 0, 'budget'],
  ['workload', 0, 'needs', 'memory'],
  ['workload', 1, 'work', 'gas'],
  ['safety', 'temperature', 'enter'],
];
const counts: readonly Place[] = [
  ['seeds', 'from'],
  ['seeds', 'count'],
  ['stop', 'tasks'],
  ['warmup', 'tasks'],
  ['devices', 'box', 'slots'],
  ['devices', 'box', 'cores'],
  ['nodes', 0, 'count'],
  ['coordinators', 'count'],
  ['workload', 0, 'work', 'time', 'erlang', 'k'],
  ['workload', 0, 'needs', 'cpu'],
  ['workload', 1, 'arrivals', 'closed', 'clients'],
  ['scheduling', 'd'],
  ['liveness', 'missed'],
  ['breaker', 'peers'],
];
const fractions: readonly Place[] = [
  ['network', 'loss'],
  ['reputation', 'forgetting'],
  ['workload', 0, 'needs', 'reputation'],
];
const names: readonly Place[] = [['name'], ['nodes', 0, 'group'], ['nodes', 0, 'region'], ['workload', 0, 'name']];
const references: readonly Place[] = [
  ['nodes', 0, 'device'],
  ['workload', 0, 'needs', 'region'],
  ['workload', 0, 'needs', 'exclude', 0],
  ['faults', 0, 'crash', 'nodes', 0],
  ['invariants', 0],
  ['primary', 0],
  ['scheduling', 'strategy'],
];
const choices: readonly Place[] = [
  ['recovery'],
  ['verification', 'policy'],
  ['reputation', 'rule'],
  ['fidelity', 'signature'],
  ['workload', 0, 'work', 'copies'],
];
const mappings: readonly Place[] = [
  ['seeds'],
  ['stop'],
  ['devices'],
  ['devices', 'box', 'power'],
  ['nodes', 0],
  ['nodes', 0, 'churn'],
  ['network'],
  ['workload', 0],
  ['workload', 0, 'work'],
  ['workload', 0, 'arrivals'],
  ['workload', 0, 'needs'],
  ['scheduling'],
  ['liveness'],
  ['safety'],
  ['safety', 'temperature'],
  ['breaker'],
  ['faults', 0],
  ['faults', 0, 'crash'],
  ['fidelity'],
  ['matrix'],
];
/** Mappings whose keys are fixed. */
const strict = mappings.filter((place) => place.at(-1) !== 'devices' && place.at(-1) !== 'matrix');
const lists: readonly Place[] = [
  ['nodes'],
  ['workload'],
  ['faults'],
  ['thresholds'],
  ['assumptions'],
  ['primary'],
  ['matrix', 'liveness.attempts'],
  ['faults', 0, 'crash', 'nodes'],
  ['workload', 0, 'needs', 'exclude'],
];
const nonEmptyLists: readonly Place[] = [
  ['nodes'],
  ['workload'],
  ['faults', 0, 'crash', 'nodes'],
  ['matrix', 'liveness.attempts'],
];
const required: readonly Place[] = [
  ['version'],
  ['nodes'],
  ['workload'],
  ['workload', 0, 'work'],
  ['workload', 0, 'arrivals'],
  ['workload', 0, 'work', 'time', 'erlang', 'k'],
  ['workload', 0, 'work', 'time', 'erlang', 'mean'],
  ['nodes', 0, 'churn', 'up'],
  ['faults', 0, 'at'],
  ['faults', 0, 'crash'],
  ['workload', 1, 'arrivals', 'closed', 'clients'],
  ['devices', 'box', 'power', 'idle'],
];
const scalars: readonly Place[] = [
  ...durations,
  ...otherQuantities,
  ...counts,
  ...fractions,
  ...names,
  ...references,
  ...choices,
];
const anywhere: readonly Place[] = [...scalars, ...mappings, ...lists];

/** The document with another value at a place. */
export function replaced(document: Document, place: Place, value: unknown): Document {
  const copy = structuredClone(document);
  const holder = place.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], copy);
  (holder as Record<string | number, unknown>)[place.at(-1)!] = value;
  return copy;
}

function without(document: Document, place: Place): Document {
  const copy = structuredClone(document);
  const holder = place.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], copy);
  Reflect.deleteProperty(holder as object, place.at(-1)!);
  return copy;
}

const spoil = (places: readonly Place[], bad: fc.Arbitrary<unknown>): fc.Arbitrary<Document> =>
  fc.tuple(fc.constantFrom(...places), bad).map(([place, value]) => replaced(valid, place, value));

const word = fc.stringMatching(/^q[a-z]{4,12}$/);
const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

/** Kinds of wrong documents, by what is wrong with them. */
export const documentKinds: Readonly<Record<string, fc.Arbitrary<Document>>> = {
  'a duration without a unit': spoil(durations, positive),
  'a duration in words': spoil(durations, word),
  'a duration with an unknown unit': spoil(
    durations,
    fc.tuple(positive, word).map(([value, unit]) => `${value} ${unit}`),
  ),
  'a duration with the unit of something else': spoil(
    durations,
    fc.constantFrom('3 W', '3 MiB', '3 /s', '3 gas', '3 token'),
  ),
  'a negative duration': spoil(
    durations,
    positive.map((value) => `-${value} s`),
  ),
  'an endless duration': spoil(durations, fc.constantFrom('1e300 s', '1e99999 s', '300 years', 'Infinity s', '.inf s')),
  'a duration that is a list': spoil(durations, fc.constant(['1 s'])),
  'a duration that is a flag': spoil(durations, fc.boolean()),
  'a duration that is infinite': spoil(durations, fc.constantFrom(Infinity, -Infinity, NaN)),
  // The key of an amount of gas is its unit.
  'another quantity without a unit': spoil(
    otherQuantities.filter((place) => place.at(-1) !== 'gas'),
    positive,
  ),
  'another quantity in words': spoil(otherQuantities, word),
  'another quantity with a unit of time': spoil(otherQuantities, fc.constantFrom('3 s', '3 ms', '2 h')),
  'another quantity that is a mapping': spoil(
    otherQuantities.filter((place) => place.at(-1) !== 'gas'),
    fc.constant({ value: 3 }),
  ),
  'a negative quantity': spoil(
    otherQuantities.slice(0, -1),
    fc.constantFrom('-1 gas/s', '-1 B', '-1 W', '-1 bps', '-1 /s', '-1 token'),
  ),
  'a count with a fraction': spoil(
    counts,
    fc.integer({ min: 1, max: 1000 }).map((value) => value + 0.5),
  ),
  'a negative count': spoil(counts, fc.integer({ min: -1000, max: -1 })),
  'a count that is too large': spoil(counts, fc.constantFrom(1e12 * 1e6, 1e300)),
  'a count in quotes': spoil(counts, fc.constantFrom('3', 'three', '0x10')),
  'a count with a unit': spoil(counts, fc.constantFrom('3 tasks', '3 s')),
  'a count that is a list': spoil(counts, fc.constant([3])),
  'a count that is a flag': spoil(counts, fc.boolean()),
  'a count that is no number': spoil(counts, fc.constantFrom(NaN, Infinity, -Infinity)),
  'a fraction above 1': spoil(fractions, fc.double({ min: 1.001, max: 1e9, noNaN: true })),
  'a negative fraction': spoil(fractions, fc.constantFrom(-0.1, '-5 %', -Infinity)),
  'a fraction with another unit': spoil(fractions, fc.constantFrom('5 s', '5 percent', '%', '5 per mille')),
  'a share above 100 %': spoil(fractions, fc.constantFrom('101 %', '1e9 %')),
  'a name that is no word': spoil(
    names,
    fc.constantFrom('my Pi', 'Frankfurt am Main', '-pi', 'pi-', 'p--i', 'pi_', '2pi', 'a/b', '../pi', 'pi~2', 'pi.'),
  ),
  'a name that is a number': spoil(names, fc.integer()),
  'an empty name': spoil(names, fc.constantFrom('', ' ')),
  'a name without end': spoil(
    names,
    fc.integer({ min: 65, max: 9999 }).map((length) => 'a'.repeat(length)),
  ),
  'a reference to nothing': spoil(references, word),
  'a reference that is a mapping': spoil(references.slice(1), fc.constant({ name: 'pi' })),
  'a choice that there is not': spoil(choices, word),
  'a choice that is a number': spoil(choices, fc.integer()),
  'an unknown key': fc
    .tuple(fc.constantFrom(...strict), word, fc.jsonValue({ maxDepth: 1 }))
    .map(([place, key, value]) => replaced(valid, [...place, key], value)),
  'an unknown section': fc.tuple(word, fc.integer()).map(([key, value]) => replaced(valid, [key], value)),
  'a mapping that is a word': spoil(mappings, word),
  'a mapping that is a number': spoil(mappings, fc.integer()),
  'a mapping that is a list': spoil(mappings, fc.constantFrom([], [1], [{}])),
  'a list that is a mapping': spoil(lists, fc.constant({ first: 1 })),
  'a list that is a number': spoil(lists, fc.integer()),
  'a list of lists': spoil(
    lists.filter((place) => place[0] !== 'matrix'),
    fc.constant([[[1]]]),
  ),
  'a list of nothing': spoil(
    lists.filter((place) => place[0] !== 'matrix'),
    fc.constant([null]),
  ),
  'a list without the elements it needs': spoil(nonEmptyLists, fc.constant([])),
  'nothing where a value belongs': spoil(anywhere, fc.constant(null)),
  'a required key left out': fc.constantFrom(...required).map((place) => without(valid, place)),
  'two kinds of work': fc.constant(replaced(valid, ['workload', 0, 'work', 'gas'], '1 gas')),
  'two kinds of arrivals': fc
    .constantFrom('every', 'closed', 'batch', 'diurnal')
    .map((kind) => replaced(valid, ['workload', 0, 'arrivals', kind], '1 s')),
  'two kinds of distribution': fc
    .constantFrom('constant', 'exponential', 'uniform')
    .map((kind) => replaced(valid, ['workload', 0, 'work', 'time', kind], '1 s')),
  'seeds in two ways': fc.nat(1000).map((seed) => replaced(valid, ['seed'], seed)),
  'another version': fc
    .constantFrom<unknown>(0, 2, 1.5, '1', 'one', true, [1], {})
    .map((value) => replaced(valid, ['version'], value)),
  'a warm-up longer than the run': fc
    .integer({ min: 500, max: 1e6 })
    .map((tasks) => replaced(valid, ['warmup', 'tasks'], tasks)),
  'limits that are backwards': fc.constantFrom<Document>(
    replaced(valid, ['safety', 'temperature', 'leave'], '99 C'),
    replaced(valid, ['devices', 'box', 'power', 'idle'], '41 W'),
    replaced(valid, ['network', 'latency', 'lognormal', 'p99'], '1 ms'),
    replaced(valid, ['workload', 0, 'work', 'time'], { uniform: { from: '2 s', to: '1 s' } }),
  ),
  'the same name twice': fc.constantFrom<Document>(
    replaced(valid, ['nodes', 1, 'group'], 'pi'),
    replaced(valid, ['workload', 1, 'name'], 'jobs'),
  ),
  'a group called like a node': fc
    .integer({ min: 1, max: 3 })
    .map((index) => replaced(valid, ['nodes', 1, 'group'], `pi-${index}`)),
  'a node that is not there': fc
    .constantFrom('pi-0', 'pi-4', 'pi-01', 'own-2', 'pi-1e9', 'pi--1')
    .map((name) => replaced(valid, ['faults', 0, 'crash', 'nodes', 0], name)),
  'more nodes than the world has': fc
    .integer({ min: 1_000_000, max: 1e9 })
    .map((count) => replaced(valid, ['nodes', 0, 'count'], count)),
  'a threshold in another form': spoil(
    [['thresholds', 0]],
    fc.constantFrom(
      'latency.mean',
      'latency.mean <',
      '< 3 s',
      'latency.mean ~ 3 s',
      'latency.mean < 3 W',
      'x.y < 1 s',
      'a < b < c',
    ),
  ),
  'coordinators that cannot be': fc.constantFrom<Document>(
    replaced(valid, ['coordinators', 'count'], 5),
    replaced(valid, ['coordinators'], { count: 4, byzantine: [{ member: 5, behaviour: 'silent' }] }),
    replaced(valid, ['coordinators'], { count: 4, byzantine: [{ member: 1, behaviour: 'colluding' }] }),
    replaced(valid, ['coordinators'], { count: 1, byzantine: [{ member: 1, behaviour: 'silent' }] }),
  ),
  'clients that cheat in ways that cannot be': fc.constantFrom<Document>(
    replaced(valid, ['workload', 0, 'behaviour'], 'colluding'),
    replaced(valid, ['workload', 0, 'behaviour'], { overspender: { tokens: -2 } }),
    replaced(valid, ['workload', 0, 'behaviour'], './mine.ts'),
    replaced(valid, ['workload', 0, 'behaviour'], 'sybil'),
  ),
  'a section of a later version': fc.constantFrom<Document>(
    replaced(valid, ['fidelity', 'signature'], 'sampled'),
    replaced(valid, ['faults', 0], { disk: {}, at: '1 s' }),
    replaced(valid, ['faults', 0], { partition: {}, at: '1 s' }),
  ),
  'a real task that there is not': fc.constantFrom<Document>(
    replaced(valid, ['workload', 0, 'task'], 'classify'),
    replaced(valid, ['workload', 0, 'task'], './missing.wasm'),
    replaced(valid, ['workload', 0, 'input'], 'mnist-test'),
    replaced(valid, ['fidelity', 'execution'], 'real'),
    replaced(valid, ['fidelity', 'runtime'], 'interpreter'),
    replaced(valid, ['fidelity', 'fallback'], 'v8'),
  ),
  'a factor that cannot be varied': fc
    .constantFrom('seeds', 'name', 'matrix', 'primary', 'version', 'a b', '', '.', 'x..y')
    .map((key) => replaced(valid, ['matrix', key], [1, 2])),
  'a factor inside of a word': fc
    .constantFrom('recovery.x', 'nodes.7.count', 'nodes.nobody.count', 'stop.tasks.more')
    .map((key) => replaced(valid, ['matrix', key], [1])),
  'a factor that repeats a value': fc
    .integer({ min: 1, max: 9 })
    .map((value) => replaced(valid, ['matrix', 'liveness.missed'], [value, value])),
  'lists of zip that are not equally long': fc.integer({ min: 2, max: 5 }).map((length) =>
    replaced(valid, ['zip'], {
      'stop.tasks': [100],
      'liveness.missed': Array.from({ length }, (_, index) => index + 1),
    }),
  ),
  'too many cells': fc.integer({ min: 101, max: 150 }).map((length) => {
    const values = Array.from({ length }, (_, index) => index + 100);
    return replaced(valid, ['matrix'], { 'stop.tasks': values, 'liveness.missed': values });
  }),
  'an exclusion of everything': fc.constant(
    replaced(valid, ['exclude'], [{ 'liveness.attempts': 2 }, { 'liveness.attempts': 3 }]),
  ),
  'a parameter that no strategy has': word.map((key) => replaced(valid, ['scheduling', key], 3)),
  'environments in another form': fc
    .constantFrom<unknown>([], 3, { a: 3 }, { a: { nonsense: 1 } }, { a: { version: 1 } })
    .map((value) => replaced(valid, ['environments'], value)),
  'a file that does not exist': fc.constantFrom<Document>(
    replaced(valid, ['extends'], './nowhere/at-all.yaml'),
    replaced(valid, ['workload', 0, 'arrivals'], { trace: './nowhere.csv' }),
    replaced(valid, ['scheduling', 'strategy'], './nowhere.ts'),
    replaced(valid, ['scheduling', 'strategy'], 'nowhere.ts'),
  ),
};

const text = `${JSON.stringify(valid, null, 2)}\n`;
const lines = Object.entries(valid).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
const block = `${lines.join('\n')}\n`;

/** Kinds of texts that are wrong as YAML, or as a scenario of any kind. */
export const textKinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'a text cut off': fc.integer({ min: 0, max: text.length - 4 }).map((length) => text.slice(0, length)),
  'a bracket left open': fc.constantFrom('[', '{', '"', "'").map((bracket) => `${block}x: ${bracket}a\n`),
  'a key twice': fc.constantFrom(...lines).map((line) => `${block}${line}\n`),
  'a second document': fc.constantFrom('---\na: 1\n', `---\n${block}`, '...\n---\n- 1\n').map((more) => block + more),
  'a tab as indentation': fc.constant(`${block}x:\n\ta: 1\n`),
  'a tag': fc
    .constantFrom('!!binary aGk=', '!mine 3', '!!set {a}', '!!js/function x')
    .map((value) => `${block}x-1: ${value}\n`),
  'a merge key': fc.constant(`${block}x: { <<: { a: 1 } }\n`),
  'a key that is not a text': fc
    .constantFrom('1: 2', 'true: 2', '? [a]\n: b', '? {a: 1}\n: b', '~: 3')
    .map((line) => `${block}${line}\n`),
  'an alias of nothing': word.map((name) => `${block}x-1: *${name}\n`),
  'an alias inside of itself': word.map((name) => `${block}x-1: &${name} [*${name}]\n`),
  'a bomb of aliases': fc.integer({ min: 7, max: 30 }).map((levels) => {
    const bombs = Array.from(
      { length: levels },
      (_, level) =>
        `x-${level}: &l${level} [${Array<string>(9)
          .fill(level === 0 ? 'boom' : `*l${level - 1}`)
          .join(', ')}]`,
    );
    return `${block}${bombs.join('\n')}\n`;
  }),
  'nesting without end': fc
    .tuple(fc.constantFrom('[', '{a: ', '- ', '? '), fc.integer({ min: 200, max: 20_000 }))
    .map(([one, times]) => `x-1:\n  ${one.repeat(times)}`),
  'a list instead of a scenario': fc.constant(`- ${JSON.stringify(valid)}\n`),
  'a word instead of a scenario': word,
  'nothing at all': fc.constantFrom('', '\n', '# only a comment\n', '---\n', '...\n', '~\n', 'null\n', ' '),
  'a directive': fc.constantFrom('%YAML 1.1', '%TAG ! tag:me,2026:').map((line) => `${line}\n---\n${block}`),
};

/** Settings of the command line that are wrong. */
export const settingKinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'a setting without a value': fc.constantFrom('scheduling.d', 'scheduling.d=', '=3', '=', ' =3'),
  'a setting of nothing there is': word.map((key) => `${key}=3`),
  'a setting deep inside of a value': fc.constantFrom('stop.tasks.x=3', 'nodes.pi.count.y=2', 'name.x=1', 'nodes.x=1'),
  'a setting of a wrong value': fc.constantFrom(
    'stop.tasks=many',
    'liveness.heartbeat=3',
    'nodes.pi.count=-1',
    'recovery=[lose',
  ),
  'a setting with a path without end': fc
    .integer({ min: 65, max: 10_000 })
    .map((length) => `${'a.'.repeat(length)}b=1`),
  'a setting of a layer': fc.constantFrom('extends=./x.yaml', 'environments.a.stop.tasks=1'),
};
