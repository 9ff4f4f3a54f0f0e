// What settlement cost and how long it took, cell by cell, and who has to be trusted for it, with the numbers of the
// scenario. The words are those of the trust model; what k functionaries can do is said in full.

import type { CellResult, Results, RunRecord, SettlementRecord } from '../sim/results/index.ts';
import { type MetricCatalogue, unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { cellName, cellNameById } from './text.ts';

type Rows = readonly (readonly string[])[];
type Peg = NonNullable<SettlementRecord['peg']>;

/** The runs that are told of: those that settle. */
export const settledOf = (runs: readonly RunRecord[]): readonly RunRecord[] =>
  runs.filter(({ settlement }) => settlement !== undefined);

const FIGURES: readonly (readonly [heading: string, metric: string, unit?: string])[] = [
  ['fee per proof', 'fees.perProof', ' sat'],
  ['fee per anchor', 'fees.perAnchor', ' sat'],
  ['to finality', 'finality.mean'],
  ['99 % within', 'finality.p99'],
  ['reorgs', 'reorgs.count'],
  ['deepest', 'reorgs.depth'],
  ['minted', 'peg.minted'],
  ['taken back', 'peg.reversed'],
  ['paid out', 'peg.paid'],
  ['burn to payment', 'peg.delay'],
  ['signers live', 'peg.liveness'],
  ['reserves', 'peg.reserves'],
];
/** What a reorganisation could have broken. */
const SURVIVED = [
  ...['anchors-chain', 'anchors-become-final', 'peg-solvent', 'deposits-credited', 'burns-are-paid'],
  'tokens-conserved',
];

/** Means over seeds, a row for each cell that settles; columns without a word in them are left out. */
export function settlementRows(settled: readonly RunRecord[], results: Results, metrics: MetricCatalogue): Rows {
  const cells = results.cells.filter(({ id }) => settled.some(({ cell }) => cell === id));
  const figures = FIGURES.filter(([, name]) => cells.some(({ summary }) => summary[name] !== undefined));
  const head = ['cell', 'anchor every', ...figures.map(([heading]) => heading), 'invariants of settlement'];
  const rows = cells.map((cell) => {
    const every = settled.find((run) => run.cell === cell.id)?.settlement?.anchor?.every;
    const values = figures.map(([, name, unit]) => {
      const mean = cell.summary[name]?.mean;
      if (mean === undefined) return '–';
      return unit === undefined ? quantity(mean, unitOf(metrics, name)) : `${mean.toFixed(1)}${unit}`;
    });
    return [cellName(cell, results), every === undefined ? '–' : quantity(every, 'seconds'), ...values, survival(cell)];
  });
  return [head, ...rows];
}

function survival({ runs }: CellResult): string {
  const broken = runs.flatMap(({ seed, invariants }) =>
    invariants.filter(({ name, held }) => !held && SURVIVED.includes(name)).map(({ name }) => ({ seed, name })),
  );
  if (broken.length === 0) return `held in ${runs.length} of ${runs.length} runs`;
  const names = [...new Set(broken.map(({ name }) => name))].join(', ');
  const lost = new Set(broken.map(({ seed }) => seed)).size;
  return `${names} broken in ${lost} of ${runs.length} runs`;
}

/** The functionaries of the first run of each cell. */
export function signerRows(settled: readonly RunRecord[], results: Results): Rows {
  const rows = settled.flatMap(({ cell, settlement }) =>
    (settlement?.peg?.signers ?? []).map(({ asked, signed, refused }, at) => [
      cellNameById(cell, results),
      `signer ${at + 1}`,
      String(asked),
      String(signed),
      String(refused),
      asked === 0 ? '–' : quantity((signed + refused) / asked, 'fraction'),
    ]),
  );
  return rows.length === 0 ? [] : [['cell', 'functionary', 'asked', 'signed', 'refused', 'answered'], ...rows];
}

/** Who is trusted to do what, and what happens if they do not: once for each set of rules in the experiment. */
export function trustRows(settled: readonly RunRecord[]): Rows {
  const rules = settled.flatMap(({ settlement }) => settlement ?? []);
  if (rules.length === 0) return [];
  const rows = rules.flatMap((one) => [
    ...(one.peg === undefined ? [] : pegRows(one.peg, one.interval)),
    ...(one.anchor === undefined ? [] : anchorRows(one.anchor.confirmations)),
    ...CHAIN,
  ]);
  const distinct = new Map(rows.map((row) => [row.join('\n'), row]));
  return [['who', 'is trusted to', 'if not'], ...distinct.values()];
}

function pegRows({ functionaries: n, threshold: k, refresh, emergency }: Peg, interval: number): Rows {
  const rest = quantity(emergency * interval, 'seconds');
  const stop = n - k + 1;
  return [
    [
      `${k} of ${n} functionaries`,
      'not collude',
      `${k} together take every coin of the federation in one transaction: caps, delays and the check against burns are rules that they enforce themselves, and nobody can undo it. Tokens are then not covered.`,
    ],
    [
      `fewer than ${k} functionaries`,
      'nothing',
      `whatever they sign, ${k - 1} move no coin, mint nothing that others accept and pay nobody twice`,
    ],
    [
      `${stop} of ${n} functionaries`,
      'answer',
      `${stop} that are silent stop all payments, until the emergency keys may act; no coin is lost by it`,
    ],
    [
      'two of three emergency keys',
      'not collude',
      `they take coins that have rested for ${emergency} blocks (about ${rest}); the federation moves its coins after ${refresh}, if ${k} functionaries still sign`,
    ],
    [
      'the keeper',
      'propose payments and broadcast them',
      'it withholds payments; nothing else that it proposes is signed',
    ],
  ];
}

const anchorRows = (confirmations: number): Rows => [
  ['the anchorer', 'broadcast', 'nothing is anchored, and everybody sees it; a proof is checked without trusting it'],
  [
    'miners',
    `not undo ${confirmations} blocks`,
    'an anchor that was called final is gone; it is broadcast again, and what it anchored may come later',
  ],
];

const CHAIN: Rows = [
  ['the coordinator', 'keep the ledger', 'an anchor shows what the ledger said, not that the ledger was right'],
];
