// Aggregation rules under attack against a published table (Flower, baselines/flanders; MNIST, 100 clients, 20 of them
// malicious): which rule ends with the better model. Accuracies depend on a set-up, and their order much less: where the
// table sees a wide gap, ours must be on the same side, with its whole 95 % interval over seeds.

import { interval, mean, runExperiment } from '../../sim/experiment/index.ts';
import type { CellResult } from '../../sim/results/index.ts';
import type { Check, Outcome, Tell } from './check.ts';
import { brokenInvariants, type CaseOptions, clock, loadCase } from './run-case.ts';

type Table = Readonly<Record<string, number>>;

/** Accuracy after 50 rounds. */
const PUBLISHED: Readonly<Record<string, Table>> = {
  gaussian: { fedavg: 0.2, 'coordinate-median': 0.8, 'trimmed-mean': 0.86, 'multi-krum': 0.78, bulyan: 0.82 },
  alie: { fedavg: 0.17, 'coordinate-median': 0.66, 'trimmed-mean': 0.52, 'multi-krum': 0.77, bulyan: 0.84 },
};

/** Differences of the table that must be found again: in its own set-up, and in a smaller one. */
const WIDE = { thorough: 0.1, quick: 0.3 } as const;
/** Rules that must be ranked so: in the smaller set-up ALIE does not hurt a trimmed mean, and Bulyan has no lead. */
const RANKED = {
  thorough: () => true,
  quick: (rule: string) => ['fedavg', 'coordinate-median', 'multi-krum'].includes(rule),
};
const CONFIDENCE = 0.95;
const ACCURACY = 'federated.accuracy';

export async function attackChecks(options: CaseOptions): Promise<Check[]> {
  const scenario = await loadCase('federated-attack', options);
  const { seeds } = scenario;
  const size = options.env === undefined ? 'quick' : 'thorough';
  const wide = WIDE[size];
  return Object.entries(PUBLISHED).map(([attack, table]) => {
    const cells = scenario.cells.filter(({ factors }) => factors['federated.attack']!.includes(attack));
    const { rounds = 0, participants = 0 } = cells[0]!.federated ?? {};
    const run = async (tell: Tell): Promise<Outcome> => {
      const clocked = { workers: options.workers, clock: clock(), onProgress: tell };
      const ran = await runExperiment({ ...scenario, cells }, clocked);
      if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
      return judged(ran.value.results.cells, table, wide, RANKED[size]);
    };
    const tasks = 500 * rounds * participants * cells.length * seeds.length;
    return { name: `federated-attack, ${attack}: who bears it`, tasks, inputs: { cells, seeds, table, size }, run };
  });
}

function judged(
  cells: readonly CellResult[],
  table: Table,
  wide: number,
  isRanked: (rule: string) => boolean,
): Outcome {
  const accuracies = new Map(Object.keys(table).map((rule) => [rule, accuraciesOf(cells, rule)]));
  const failures: string[] = [];
  let pairs = 0;
  for (const [low, values] of accuracies) {
    for (const [high, others] of accuracies) {
      if (table[high]! - table[low]! <= wide || !isRanked(low) || !isRanked(high)) continue;
      pairs += 1;
      const [least, most] = interval(
        others.map((value, at) => value - values[at]!),
        CONFIDENCE,
      );
      if (!(least > 0)) failures.push(`NOT FOUND: ${high} above ${low}: by ${percent(least)} to ${percent(most)}`);
    }
  }
  const remarks = [...accuracies].map(([rule, values]) => {
    const [least, most] = interval(values, CONFIDENCE);
    return `${rule}: ${percent(mean(values))} (${percent(least)} to ${percent(most)}); published ${percent(table[rule]!)}`;
  });
  const found = `${pairs - failures.length} of ${pairs} published differences above ${percent(wide)} found again`;
  const broken = cells.flatMap(brokenInvariants);
  const passed = pairs > 0 && failures.length === 0 && broken.length === 0;
  return { passed, rows: [], remarks: [...remarks, found, ...failures, ...broken] };
}

function accuraciesOf(cells: readonly CellResult[], rule: string): number[] {
  const cell = cells.find(({ factors }) => factors['federated.aggregation']!.includes(rule));
  if (cell === undefined) throw new Error(`no cell has ${rule}`);
  return cell.runs.map(({ metrics }) => metrics[ACCURACY]!);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
