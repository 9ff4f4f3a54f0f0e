// What `ambient init` writes: a scenario that explains itself, its schema for editors, and a strategy to change.

import { canonicalJson } from '../sim/results/index.ts';
import { scenarioJsonSchema } from '../sim/scenario/index.ts';

export const SCENARIO = 'scenario.yaml';
export const STRATEGY = 'my-strategy.ts';
export const SCHEMA = 'scenario.schema.json';
export const PACKAGE = 'package.json';

const scenario = `# yaml-language-server: $schema=./${SCHEMA}
# Question: does my own way of choosing nodes beat the best of two random ones?
# Run it with: ambient run ${SCENARIO}        See every default with: ambient resolve ${SCENARIO}
version: 1
name: my-first-mesh

# Each cell of the matrix below runs once for each seed. More seeds, narrower intervals.
seeds: { from: 1, count: 10 }
stop: { tasks: 2000 }
warmup: { tasks: 200 }          # left out of the figures, while the queues fill

# Devices of your own stand beside the built-in ones: ambient list devices
devices:
  small-box:
    speed: 1e9 gas/s            # of each slot
    slots: 2                    # tasks at a time
    power: { idle: 5 W, peak: 12 W }

nodes:
  - { group: box, count: 5, device: small-box, region: frankfurt }

# One way; jitter is exponential with this mean. \`network: ideal\` takes no time at all.
network: { latency: 5 ms, jitter: 2 ms }

# Ways to arrive and shapes of work: ambient list arrivals, ambient list distributions
workload:
  - name: jobs
    work: { time: { exponential: { mean: 100 ms } } }
    arrivals: { poisson: 80 /s }
    deadline: 2 s               # late is counted, not cancelled
    expires: 1 min              # cancelled and refunded

# Every combination runs under the same seeds, so that it meets the same tasks. More: ambient list strategies
matrix:
  scheduling:
    - { strategy: power-of-d, d: 2 }
    - { strategy: ./${STRATEGY}, look: 3 }

# What decides, and what must hold in every cell. Other names: ambient list metrics
primary: [latency.p99]
thresholds:
  - tasks.completed >= 99.9 %
assumptions:
  - "work takes an exponential time, 100 ms on average"
`;

const strategy = `// A scheduling strategy of your own. The pool holds the nodes that may run this task; the coordinator asks for one.
// Take chance only from \`random\` and time only from \`now\`: two runs must choose the same.
import type { StrategyDefinition } from 'ambient-vcp';

export const api = 1;

const strategy: StrategyDefinition = {
  name: 'my-strategy',
  summary: 'draws a few nodes at random and takes the one with the fewest tasks for each slot',
  parameters: {
    look: { kind: 'count', default: 3, min: 1, description: 'how many nodes to look at' },
  },
  create: ({ look }, random) => ({
    choose(task, pool) {
      const found = pool.sample(Number(look), task.holders, random);
      let best = found > 0 ? pool.sampled(0) : undefined;
      for (let index = 1; index < found; index++) {
        const node = pool.sampled(index);
        if (best !== undefined && pool.load(node) / pool.slots(node) < pool.load(best) / pool.slots(best)) best = node;
      }
      return best;
    },
  }),
};

export default strategy;
`;

const packageFile = `{
  "private": true,
  "type": "module",
  "scripts": {
    "start": "ambient run ${SCENARIO}"
  }
}
`;

/** The text of each file, by name. */
export const starter = (): Readonly<Record<string, string>> => ({
  [SCENARIO]: scenario,
  [SCHEMA]: canonicalJson(scenarioJsonSchema()),
  [STRATEGY]: strategy,
  [PACKAGE]: packageFile,
});
