// Parts that can be broken on purpose, so that one sees the alarm go off that watches over them. No party can do this by
// lying, and no fault brings it about: it stands for a mistake in our own code.

export type DefectName =
  | 'extra-slot'
  | 'eager-inputs'
  | 'leaking-meter'
  | 'forgetful-budget'
  | 'blind-referee'
  | 'hasty-notary'
  | 'blind-clerk'
  | 'unsaid-verdicts'
  | 'double-count';

export interface Defect {
  readonly name: DefectName;
  /** One line. */
  readonly summary: string;
}

export const defects: readonly Defect[] = [
  { name: 'extra-slot', summary: 'nodes run one copy more at once than their devices have slots' },
  { name: 'eager-inputs', summary: 'nodes start tasks of a graph without waiting for what they need' },
  { name: 'leaking-meter', summary: 'the meters of devices lose one joule in a hundred' },
  { name: 'forgetful-budget', summary: 'trainers do not keep on disk what they have told of their data' },
  { name: 'blind-referee', summary: 'the referee of disputes sees another state at the end of each segment' },
  { name: 'hasty-notary', summary: 'the coordinator takes whatever it is shown for a proof' },
  { name: 'blind-clerk', summary: 'the coordinator takes every signature for a good one' },
  { name: 'unsaid-verdicts', summary: 'the coordinator pays without saying which result it has accepted' },
  { name: 'double-count', summary: 'the aggregator says of each model that one update counts twice in it' },
];
