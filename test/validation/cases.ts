// Which scenario file is held against which formula. Loads and sizes are in the files; formulas are in references.ts.

import { derived, type Expectation, type Factors, metric, type ValidationCase } from './expectation.ts';
import * as exact from './references.ts';
import { shortestOfD } from './shortest-queue.ts';

const RATE = 'workload.jobs.arrivals.poisson';
const TIME = 'workload.jobs.work.time';
const COUNT = 'nodes.server.count';
const LIES = 'nodes.node.behaviour.saboteur.rate';

/** Scenario files name their distributions in these words. */
const services: Readonly<Record<string, exact.Service>> = {
  'constant=1 s': exact.constant(1),
  'erlang(k=4 mean=1 s)': exact.erlang(4, 1),
  'hyperexponential(mean=1 s scv=4)': exact.withScv(1, 4),
  'uniform(from=0.2 s to=1.8 s)': exact.uniform(0.2, 1.8),
  'lognormal(mu=-0.3 sigma=0.8 unit=s)': exact.lognormal(-0.3, 0.8),
  'weibull(shape=0.7 scale=0.8 s)': exact.weibull(0.7, 0.8),
  'pareto(shape=5 scale=0.8 s)': exact.pareto(5, 0.8),
};

/** Transforms E[e^{-s gap}] of the gaps between arrivals. */
const gaps: Readonly<Record<string, (s: number) => number>> = {
  'every=2 s': (s) => Math.exp(-2 * s),
  'every=1.25 s': (s) => Math.exp(-1.25 * s),
  'every(erlang(k=4 mean=1.25 s))': (s) => (4 / (4 + 1.25 * s)) ** 4,
  'every(hyperexponential(mean=1.25 s scv=4))': (s) => exact.hyperexponentialTransform(s, 1.25, 4),
  'every(hyperexponential(mean=2 s scv=4))': (s) => exact.hyperexponentialTransform(s, 2, 4),
};

export const cases: readonly ValidationCase[] = [
  { scenario: 'mm1', expect: mm1 },
  {
    scenario: 'mmc-slots',
    expect: (factors, thorough) => mmc(factors.number('devices.server.slots'), factors.number(RATE), thorough),
  },
  {
    scenario: 'mmc-central',
    expect: (factors, thorough) => mmc(factors.number(COUNT), factors.number(RATE), thorough),
  },
  { scenario: 'mg1', expect: mg1 },
  {
    scenario: 'gm1',
    expect: (factors) => exponentialSojourn(exact.gm1(named(gaps, factors.text('workload.jobs.arrivals'))), true),
  },
  {
    scenario: 'batch',
    expect: (factors) => {
      const load = 4 * factors.number('workload.jobs.arrivals.batch.poisson');
      return [metric('latency.mean', exact.batchSojourn(4, load)), metric('utilisation.mean', load)];
    },
  },
  {
    scenario: 'round-robin',
    expect: (factors, thorough) => {
      const servers = factors.number(COUNT);
      const load = factors.number(RATE) / servers;
      const figures = exponentialSojourn(exact.roundRobinSigma(servers, load), thorough || !isHeavy(load));
      return [...figures, metric('utilisation.mean', load)];
    },
  },
  {
    scenario: 'power-of-d',
    expect: (factors) => {
      const load = factors.number(RATE) / 1000;
      const mean = exact.powerOfD(factors.number('scheduling.d'), load);
      return [metric('latency.mean', mean), metric('utilisation.mean', load)];
    },
  },
  {
    scenario: 'shortest-queue',
    expect: (factors) => {
      const servers = factors.number(COUNT);
      const load = factors.number(RATE) / servers;
      const d = factors.text('scheduling.strategy') === 'power-of-d' ? factors.number('scheduling.d') : servers;
      return [metric('latency.mean', shortestOfD(servers, d, load)), metric('utilisation.mean', load)];
    },
  },
  {
    scenario: 'redundancy',
    expect: (factors) => {
      const servers = factors.number(COUNT);
      const load = factors.number(RATE) / servers;
      return [metric('latency.mean', exact.redundancyD(servers, factors.number('scheduling.d', 2), load))];
    },
  },
  { scenario: 'hedged', expect: hedged },
  { scenario: 'restart', expect: restart },
  {
    scenario: 'restart-queue',
    expect: (factors) => {
      const rate = factors.number(RATE);
      const service = exact.restart(1, 1);
      return [
        metric('latency.mean', exact.mg1Wait(rate, service) + service.mean),
        metric('utilisation.mean', rate * service.mean),
        metric('jobs.perTask', service.starts),
      ];
    },
  },
  {
    scenario: 'fork-join',
    expect: (factors) => [metric('makespan', exact.maxOfExponentials(factors.number(COUNT)))],
  },
  { scenario: 'closed', expect: closed },
  {
    scenario: 'one-queue',
    expect: () => [metric('utilisation.mean', 0.8)],
    agree: ['latency.mean', 'latency.p99', 'wait.mean'],
  },
  {
    scenario: 'least-work',
    expect: () => [metric('utilisation.mean', 0.8)],
    agree: ['latency.mean', 'latency.p50', 'latency.p99', 'latency.p999', 'wait.mean'],
  },
  { scenario: 'classes', expect: classes },
  {
    scenario: 'speeds',
    expect: (factors) => {
      const each = factors.number(RATE) / 2;
      const sojourns = [1 / (2 - each), 1 / (1.25 - each)];
      return [
        metric('latency.mean', (sojourns[0]! + sojourns[1]!) / 2),
        metric('latency.p50', exact.mixedQuantile(0.5, sojourns)),
        metric('latency.p95', exact.mixedQuantile(0.95, sojourns)),
        metric('utilisation.mean', (each / 2 + each / 1.25) / 2),
      ];
    },
  },
  {
    scenario: 'replicas',
    expect: (factors) => {
      const copies = factors.number('verification.k');
      const error = exact.majorityError((copies + 1) / 2, factors.number(LIES));
      return [metric('wrong.accepted', error), metric('jobs.perTask', copies)];
    },
  },
  {
    scenario: 'm-first',
    expect: (factors) => {
      const m = factors.number('verification.m');
      const lies = factors.number(LIES);
      return [
        metric('wrong.accepted', exact.majorityError(m, lies)),
        metric('jobs.perTask', exact.mFirstJobs(m, lies)),
      ];
    },
  },
  {
    scenario: 'delay',
    expect: () => [metric('latency.mean', 0.2 + 0.04), metric('wait.mean', 0.1 + 0.02), metric('service.mean', 0.1)],
  },
];

/** The case that must fail: its scenario is 3 % off what it is held against. */
export const biasedCase: ValidationCase = {
  scenario: 'biased',
  expect: () => [metric('latency.mean', exact.mm1Sojourn(0.5)), metric('wait.mean', exact.mm1Wait(0.5))],
};

/** Quantiles far out at a high load take several times the tasks of a mean. */
const isHeavy = (load: number): boolean => load >= 0.9;

function mm1(factors: Factors, thorough: boolean): Expectation[] {
  const load = factors.number(RATE);
  const sojourn = exact.mm1Sojourn(load);
  return [
    metric('latency.mean', sojourn),
    metric('wait.mean', exact.mm1Wait(load)),
    metric('service.mean', 1),
    metric('latency.p50', exact.exponentialQuantile(0.5, sojourn)),
    ...(thorough || !isHeavy(load) ? [metric('latency.p95', exact.exponentialQuantile(0.95, sojourn))] : []),
    ...(thorough || load < 0.8 ? [metric('latency.p99', exact.exponentialQuantile(0.99, sojourn))] : []),
    metric('deadline.missed', Math.exp(-2)),
    metric('utilisation.mean', load),
  ];
}

function mmc(servers: number, rate: number, thorough: boolean): Expectation[] {
  const load = rate / servers;
  const wait = exact.mmcWait(servers, load);
  return [
    metric('latency.mean', wait + 1),
    ...(wait > 0.1 ? [metric('wait.mean', wait)] : []),
    metric('latency.p50', exact.mmcQuantile(0.5, servers, load)),
    ...(thorough || !isHeavy(load) ? [metric('latency.p95', exact.mmcQuantile(0.95, servers, load))] : []),
    metric('utilisation.mean', load),
  ];
}

function mg1(factors: Factors): Expectation[] {
  const rate = factors.number(RATE);
  const service = named(services, factors.text(TIME));
  const wait = exact.mg1Wait(rate, service);
  return [
    metric('latency.mean', wait + service.mean),
    metric('wait.mean', wait),
    metric('service.mean', service.mean),
    ...(service.inverse === undefined ? [] : [metric('slowdown.mean', exact.slowdown(wait, service))]),
    metric('utilisation.mean', rate * service.mean),
  ];
}

function exponentialSojourn(sigma: number, farOut: boolean): Expectation[] {
  const mean = 1 / (1 - sigma);
  return [
    metric('latency.mean', mean),
    metric('latency.p50', exact.exponentialQuantile(0.5, mean)),
    ...(farOut ? [metric('latency.p95', exact.exponentialQuantile(0.95, mean))] : []),
  ];
}

function hedged(factors: Factors): Expectation[] {
  const reference = exact.hedged(factors.number('scheduling.after'));
  return [
    metric('latency.mean', reference.mean),
    metric('latency.p50', reference.quantile(0.5)),
    metric('latency.p99', reference.quantile(0.99)),
    metric('latency.p999', reference.quantile(0.999)),
    derived('jobs.perTask - 1', reference.extra, (metrics) => metrics['jobs.perTask']! - 1),
    metric('work.wasted', reference.wasted),
  ];
}

function restart(factors: Factors): Expectation[] {
  const length = factors.parameter(TIME, 'constant');
  const down = factors.text('nodes.server.churn.down');
  const repair = down.startsWith('exponential') ? factors.parameter('nodes.server.churn.down', 'mean') : 0;
  const { mean, starts } = exact.restart(length, 1);
  return [
    metric('latency.mean', mean + (starts - 1) * repair),
    metric('service.mean', length),
    metric('jobs.perTask', starts),
    metric('work.wasted', 1 - length / mean),
  ];
}

function closed(factors: Factors): Expectation[] {
  const clients = factors.parameter('workload.jobs.arrivals.closed', 'clients');
  const text = factors.text('workload.jobs.arrivals.closed');
  const think = text.includes('uniform') ? 12.5 : factors.parameter('workload.jobs.arrivals.closed', 'mean');
  const servers = factors.number(COUNT);
  const { sojourn, utilisation } = exact.closedQueue(clients, servers, think);
  return [
    metric('latency.mean', sojourn),
    metric('utilisation.mean', utilisation),
    derived("clients by Little's law", clients, (metrics) => {
      return servers * metrics['utilisation.mean']! * (metrics['latency.mean']! + think);
    }),
  ];
}

function classes(factors: Factors): Expectation[] {
  const short = { rate: 0.6, service: exact.exponential(0.5) };
  const long = { rate: 0.2, service: exact.exponential(2) };
  const both = exact.mixture([short, long].map(({ rate, service }) => ({ weight: rate, service })));
  const inOrder = exact.mg1Wait(0.8, both);
  const [urgent, patient] = exact.priorityWaits(short, long);
  const wait = factors.text('scheduling') === 'edf' ? (0.6 * urgent + 0.2 * patient) / 0.8 : inOrder;
  return [metric('latency.mean', wait + both.mean), metric('wait.mean', wait), metric('utilisation.mean', 0.7)];
}

function named<T>(table: Readonly<Record<string, T>>, text: string): T {
  const found = table[text];
  if (found === undefined) throw new Error(`no reference for "${text}", only for ${Object.keys(table).join(', ')}`);
  return found;
}
