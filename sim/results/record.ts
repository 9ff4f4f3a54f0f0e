// The shape of record.json: what a report draws beside results.json. Bounded in size, however long the run was.

import type { Label } from './label.ts';

/** The course of one run: the first seed of each cell. */
export interface RunRecord {
  readonly cell: string;
  readonly seed: number;
  /** When the run ended, in virtual seconds. */
  readonly end: number;
  /** Width of the bins of `series`, seconds. */
  readonly bin: number;
  /** Means over each bin, by name, in SI units. Those that no fact spoke of are absent. */
  readonly series: Readonly<Record<string, readonly number[]>>;
  /** Completed tasks after warm-up: how many, and their latency at each of `LEVELS`, in seconds. */
  readonly latency: { readonly n: number; readonly quantiles: readonly number[] };
  readonly timeline: NodeTimeline;
  readonly faults: readonly FaultWindow[];
  readonly groups: readonly GroupSummary[];
  /** Not in record.json; only if asked for. */
  readonly detail?: RunDetail;
  /** Not in record.json: each is a file of its own. */
  readonly files?: readonly RunFile[];
  /** The first real tasks that ended, one by one; absent if none is real. */
  readonly tasks?: readonly TaskStory[];
  /** Absent if nothing is learnt. */
  readonly rounds?: readonly RoundStory[];
  /** The first ones that ended; absent if there was none. */
  readonly disputes?: readonly DisputeStory[];
  /** Absent of policies of which there is nothing to promise. */
  readonly tier?: TierRecord;
  /** Absent if nothing is settled in a chain. */
  readonly settlement?: SettlementRecord;
  /** Only if asked for: the last messages before an invariant broke, or before the end. */
  readonly messages?: readonly MessageStory[];
  /** The invariant that they are about. */
  readonly broken?: string;
}

/** A claim that was fought over, or fell. */
export interface DisputeStory {
  /** In the order of submission, from 1. */
  readonly task: number;
  /** Of its trace. */
  readonly segments: number;
  readonly moves: readonly DisputeMove[];
}

export interface DisputeMove {
  /** Virtual seconds. */
  readonly at: number;
  readonly by: string;
  readonly kind:
    | 'claims'
    | 'challenges'
    | 'opens'
    | 'agrees'
    | 'disagrees'
    | 'shows'
    | 'loses'
    | 'forfeits'
    | 'gains'
    | 'settles';
  readonly cut?: number;
  readonly why?: string;
  readonly tokens?: number;
}

/** What a way of verifying promises. */
export interface TierRecord {
  readonly policy: string;
  /** What results are called that it lets through. */
  readonly label: string;
  readonly trust: readonly string[];
  /** That one wrong result of a liar alone is found out before it is accepted. */
  readonly chance: number;
  /** Tokens that each node has at stake. */
  readonly bond?: number;
}

/** A message between two parties, by their names. Seconds. */
export interface MessageStory {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly about?: string;
  readonly at: number;
  /** Absent of a bulk transfer that has only begun. */
  readonly arrives?: number;
}

/** Every task and execution of a run, as columns of equal length, in the order of submission or of starting. */
export interface RunDetail {
  readonly tasks: {
    readonly client: readonly number[];
    readonly workload: readonly string[];
    /** Seconds. */
    readonly submitted: readonly number[];
    /** Seconds; NaN if the run ended before its client knew. */
    readonly ended: readonly number[];
    readonly status: readonly string[];
    /** Whose result was accepted; empty if nobody's was. */
    readonly node: readonly string[];
    /** Executions that were started. */
    readonly executions: readonly number[];
  };
  readonly executions: {
    /** Place in `tasks`. */
    readonly task: readonly number[];
    readonly copy: readonly number[];
    readonly node: readonly string[];
    readonly started: readonly number[];
    /** Seconds; NaN if it still ran when the run ended. */
    readonly ended: readonly number[];
    readonly finished: readonly boolean[];
  };
}

/** What became of one task. SI units; figures that nobody spoke of are absent. */
export interface TaskStory {
  /** In the order of submission, counting from 1. */
  readonly task: number;
  readonly workload: string;
  readonly status: 'completed' | 'failed' | 'expired';
  readonly latency: number;
  readonly node?: string;
  readonly health?: number;
  readonly watts?: number;
  readonly celsius?: number;
  /** The node at full load. */
  readonly gflopsPerWatt?: number;
  /** Of the execution. */
  readonly time?: number;
  readonly joules?: number;
  readonly gas?: number;
  /** Segments of its proof, which was found valid. */
  readonly proven?: number;
  /** Tokens. */
  readonly reward?: number;
  /** The output in words. */
  readonly result?: string;
}

/** A model that was made. */
export interface RoundStory {
  /** From 1. */
  readonly round: number;
  /** Virtual seconds. */
  readonly time: number;
  /** On examples that nobody trained on. */
  readonly accuracy: number;
  readonly loss: number;
  /** 0: too few, and the model is the one before. */
  readonly contributions: number;
  readonly rejected: number;
  readonly dropped: number;
  /** Of models and updates, from the beginning. */
  readonly bytes: number;
  /** Of training, above what idle nodes draw, from the beginning; absent without power figures. */
  readonly joules?: number;
  /** The largest that any node has spent; absent without differential privacy. */
  readonly epsilon?: number;
  /** SHA-256 of its parameters. */
  readonly model: string;
  /** Of the last one: why there is no other. */
  readonly ended?: 'rounds' | 'target' | 'budgets-spent' | 'no-task';
}

/** How a run settles, and what its functionaries did. Times in seconds, amounts in tokens, ages in blocks. */
export interface SettlementRecord {
  readonly chain: string;
  readonly interval: number;
  readonly anchor?: { readonly every: number; readonly form: string; readonly confirmations: number };
  readonly peg?: {
    readonly functionaries: number;
    readonly threshold: number;
    readonly refresh: number;
    readonly emergency: number;
    /** The most that the federation held at once. */
    readonly peak: number;
    readonly signers: readonly SignerRecord[];
  };
}

/** A functionary: how often it was asked to sign, signed, and said no. */
export interface SignerRecord {
  readonly asked: number;
  readonly signed: number;
  readonly refused: number;
}

/** What a run leaves beside its figures, for a file of its own in the run folder. */
export interface RunFile {
  readonly name: string;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

export interface NodeTimeline {
  /** Width of its bins, seconds. */
  readonly bin: number;
  readonly rows: readonly NodeRow[];
}

/** A node, or neighbouring nodes where there are too many for a row each. Fractions of each bin, 0 to 1. */
export interface NodeRow {
  readonly name: string;
  readonly nodes: number;
  /** Of all slots. */
  readonly busy: readonly number[];
  readonly up: readonly number[];
  /** Of the nodes, in safety mode. */
  readonly suspended: readonly number[];
}

export interface FaultWindow {
  readonly kind: string;
  readonly what: string;
  /** Seconds. */
  readonly from: number;
  /** Absent if it never ended. */
  readonly to?: number;
}

export interface GroupSummary {
  readonly group: string;
  readonly count: number;
  readonly device: string;
  readonly region: string;
  readonly slots: number;
}

/** Where the latency is read: each percent, then ever closer to the worst. */
export const LEVELS: readonly number[] = [
  ...Array.from({ length: 100 }, (_, percent) => percent / 100),
  ...Array.from({ length: 9 }, (_, step) => (991 + step) / 1000),
  ...Array.from({ length: 9 }, (_, step) => (9991 + step) / 10_000),
  1,
];

/** What a report says of a metric. */
export interface MetricRecord {
  /** seconds, joules, grams, tokens, fraction, count or number. */
  readonly unit: string;
  readonly description: string;
  readonly label: Label;
}

/** The whole of record.json: with results.json, all that a report is made from. */
export interface ReportRecord {
  readonly schema: 1;
  /** The scenario file, as the user named it, and the command that makes the results again. */
  readonly file: string;
  readonly command: string;
  readonly fidelity: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly primary: readonly string[];
  readonly metrics: Readonly<Record<string, MetricRecord>>;
  readonly runs: readonly RunRecord[];
}
