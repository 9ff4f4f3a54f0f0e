// A scenario after loading, merging and resolution: plain data, SI and typed units, ready to run and to be sent to
// a worker. Everything here is what `resolved.yaml` says, in the form the engine uses.

import type {
  Amount,
  BitRate,
  Bytes,
  Celsius,
  Duration,
  GasRate,
  Probability,
  Watts,
} from '../../core/foundation/index.ts';
import type { LimitPreset } from '../../core/protocol/index.ts';
import type { ParameterValue } from '../../core/scheduling/index.ts';
import type { DefectName } from '../adversary/index.ts';
import type { Distribution } from './distribution-types.ts';
import type { DiskFailure, Fault } from './fault-kinds.ts';
import type {
  DataFile,
  DataScale,
  OwnDataSet,
  Partition,
  ResolvedFederated,
  WrittenDataSet,
} from './federated-types.ts';
import type { ResolvedSettlement } from './settlement-types.ts';

export type { Planned, ResolvedAnchor, ResolvedChain, ResolvedPeg, ResolvedSettlement } from './settlement-types.ts';
export type {
  DataFile,
  DataScale,
  DiskFailure,
  Distribution,
  Fault,
  OwnDataSet,
  Partition,
  ResolvedFederated,
  WrittenDataSet,
};

export type Arrivals =
  /** `rate` per second. */
  | { readonly kind: 'poisson'; readonly rate: number }
  /** Gaps drawn from a distribution (µs); a constant one is a metronome. */
  | { readonly kind: 'every'; readonly gap: Distribution }
  /** Instants in µs, ascending. */
  | { readonly kind: 'trace'; readonly at: readonly number[] }
  /** A Poisson process of rate mean * (1 + amplitude * sin(2 pi (t - peak)/period + pi/2)). */
  | {
      readonly kind: 'diurnal';
      readonly mean: number;
      readonly amplitude: number;
      readonly period: Duration;
      readonly peak: Duration;
    }
  | { readonly kind: 'closed'; readonly clients: number; readonly think: Distribution }
  /** `size` tasks together at each arrival of the inner process. */
  | { readonly kind: 'batch'; readonly size: Distribution; readonly arrivals: Arrivals };

export interface ResolvedDevice {
  readonly name: string;
  /** Of one slot. */
  readonly speed: GasRate;
  readonly slots: number;
  readonly cores: number;
  readonly memory: Bytes;
  readonly gpu: boolean;
  readonly npu: boolean;
  /** GFLOPS of the whole device, for telemetry and the health score. */
  readonly gflops: number;
  readonly up?: BitRate;
  readonly down?: BitRate;
  /** The class of its access link (access.ts), if its group names none. */
  readonly access?: string;
  readonly power?: ResolvedPower;
  /** Only of devices with power figures. */
  readonly thermal?: ResolvedThermal;
}

/** Electric input power by load, which is the busy share of the slots. */
export interface ResolvedPower {
  readonly idle: Watts;
  /** At full load. */
  readonly peak: Watts;
  /** [load, W], load rising from 0 to 1, straight lines between; a straight line from idle to peak if absent. */
  readonly curve?: readonly PowerPoint[];
}

export type PowerPoint = readonly [load: number, watts: number];

/** One thermal resistance and one heat capacity between the device and the room. */
export interface ResolvedThermal {
  /** K/W. */
  readonly resistance: number;
  /** J/K. */
  readonly capacity: number;
  /** Of the room. */
  readonly ambient: Celsius;
  /** The device slows down rather than become hotter; never if absent. */
  readonly throttle?: Celsius;
}

/** A way of lying, with all of its parameters. */
export type ChosenBehaviour = Chosen;

export interface NodeGroup {
  readonly group: string;
  readonly count: number;
  readonly device: ResolvedDevice;
  readonly region: string;
  readonly churn?: Churn;
  /** When each node is online, by its index, from a trace; undefined of one that always is. */
  readonly online?: readonly (readonly (readonly [from: number, until: number])[] | undefined)[];
  readonly sleep?: SleepHours;
  /** Its nodes ask for their stakes after so long, and take no more work; never if absent. */
  readonly stays?: Duration;
  /** The class of its access links (access.ts), before that of the network. */
  readonly access?: string;
  /** Worn one over the other; absent if its nodes are honest. */
  readonly behaviour?: readonly ChosenBehaviour[];
}

export interface Churn {
  readonly up: Distribution;
  readonly down: Distribution;
  readonly start: 'equilibrium' | 'up';
  /** The published fit that it is. */
  readonly fit?: string;
}

/** µs after midnight, by the clocks of a region. */
export interface SleepHours {
  readonly from: number;
  readonly until: number;
}

export interface ResolvedNeeds {
  readonly cpu?: number;
  readonly memory?: Bytes;
  readonly bandwidth?: BitRate;
  readonly gpu?: boolean;
  readonly npu?: boolean;
  readonly reputation?: Probability;
  readonly region?: string;
  /** Names of nodes (`pi-1`) or groups. */
  readonly exclude?: readonly string[];
}

/** One task of a graph: `time` in µs, on every node or by the name of a node, a group or a device; or gas. */
export interface GraphTask {
  readonly name: string;
  readonly time?: number | Readonly<Record<string, number>>;
  readonly gas?: number;
}

/** Places of tasks; µs on the way between any two nodes, or bytes. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly time: number;
  readonly bytes: number;
}

/** No task comes before those that it needs. */
export interface ResolvedGraph {
  readonly tasks: readonly GraphTask[];
  readonly edges: readonly GraphEdge[];
}

export interface ResolvedWorkload {
  readonly name: string;
  /** Each submission is all of these tasks. `work` says nothing then. */
  readonly graph?: ResolvedGraph;
  /** µs if `unit` is time, gas if gas. */
  readonly work: {
    readonly unit: 'time' | 'gas';
    readonly amount: Distribution;
    readonly copies: 'shared' | 'independent';
    /** µs by the name of a node, a group or a device: `unit` and `amount` say nothing then. */
    readonly times?: Readonly<Record<string, Distribution>>;
  };
  /** What is run in truth, where `fidelity.execution` is not modelled. */
  readonly task?: ResolvedTask;
  readonly arrivals: Arrivals;
  readonly budget: Amount;
  /** Where its clients are, if not where the coordinators are. */
  readonly region?: string;
  readonly deadline?: Duration;
  readonly expires?: Duration;
  readonly needs: ResolvedNeeds;
  /** How its clients cheat; absent if they do not. */
  readonly behaviour?: readonly ChosenBehaviour[];
}

export interface ResolvedTask {
  /** Of the catalogue, or the absolute path of a module. */
  readonly name: string;
  /** SHA-256 of the module. */
  readonly module: string;
  /** The name of a set, SET:INDEX, or the absolute path of a file. */
  readonly input: string;
  /** SHA-256 of the file, if it is one. */
  readonly inputFile?: string;
  readonly limits: LimitPreset;
  /** The gas that its client expects a run to take. */
  readonly expected: number;
}

/** Delays are one way. `ideal` has none of them. */
export interface ResolvedNetwork {
  readonly ideal: boolean;
  readonly latency: Distribution;
  /** Added to the latency of each message; a bare quantity q in a file means exponential with mean q. */
  readonly jitter: Distribution;
  /** Of a transmission; costs a retransmission delay. */
  readonly loss: Probability;
  /** The round-trip matrix by which regions are apart. Absent: they are labels. */
  readonly regions?: 'ibm-cloud-2026';
  /** The class of the access links of nodes and clients (access.ts). Coordinators stand in data centres. */
  readonly access?: string;
  /** Of each party's access link; a device's own figures win. Absent: infinite. */
  readonly up?: BitRate;
  readonly down?: BitRate;
}

/** A value holds from its instant to the next: µs since 1970, or since midnight UTC if it is the same every day. */
export interface CarbonSeries {
  readonly dated: boolean;
  readonly at: readonly number[];
  readonly grams: readonly number[];
}

interface Chosen {
  /** A registered name, or the absolute path of a user's own file. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** SHA-256 of a user's own file: part of the inputs. */
  readonly sha256?: string;
}

export type Warmup =
  | { readonly kind: 'none' }
  | { readonly kind: 'tasks'; readonly tasks: number }
  | { readonly kind: 'after'; readonly after: Duration }
  | { readonly kind: 'auto' };

export interface ResolvedDetector {
  readonly rule: string;
  readonly threshold: number;
}

/** How the mesh pays. */
export interface ResolvedIncentives {
  readonly reward: { readonly rule: string; readonly price?: Amount };
  /** Of every reward: what the treasury keeps. */
  readonly fee: Probability;
  /** The longest that a budget stays in escrow. */
  readonly timeout?: Duration;
  /** Whether the recorded run writes its ledger journal. */
  readonly journal: boolean;
}

/** When submissions end, and when a run is given up. */
export interface Stop {
  readonly tasks?: number;
  readonly after?: Duration;
  /** The longest that nothing is submitted and nothing ends; the default if absent. */
  readonly standstill?: Duration;
}

/** One cell of the experiment: every input of a run but its seed. */
export interface Cell {
  /** First 12 hex digits of the SHA-256 of the canonical resolved inputs, without seeds. */
  readonly id: string;
  /** The varied factors and their values, as a person wrote them: { scheduling: 'power-of-d' }. */
  readonly factors: Readonly<Record<string, string>>;
  readonly stop: Stop;
  readonly warmup: Warmup;
  readonly nodes: readonly NodeGroup[];
  /** Absent if there is one, and regions are but labels. */
  readonly coordinators?: Coordinators;
  readonly network: ResolvedNetwork;
  /** When time 0 is: µs since midnight UTC, or since 1970. Midnight if absent. */
  readonly start?: number;
  /** Carbon intensities of a user's own, by zone or region. */
  readonly carbon?: Readonly<Record<string, CarbonSeries>>;
  readonly workload: readonly ResolvedWorkload[];
  /** Absent: nothing is learnt. */
  readonly federated?: ResolvedFederated;
  readonly scheduling: Chosen & { readonly queue?: 'node' | 'central' };
  readonly verification: {
    readonly policy: string;
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  };
  readonly reputation: { readonly rule: string; readonly forgetting: number };
  /** What is broken on purpose; absent if nothing is. */
  readonly defects?: readonly DefectName[];
  /** Absent: nobody looks for outliers. */
  readonly detector?: ResolvedDetector;
  /** Absent: the whole budget to the winner. */
  readonly incentives?: ResolvedIncentives;
  /** Absent: nothing is settled on Bitcoin. */
  readonly settlement?: ResolvedSettlement;
  readonly recovery: 'requeue' | 'lose';
  readonly liveness: Liveness;
  readonly safety: SafetyLimits;
  readonly breaker: { readonly peers: number; readonly latency: Duration };
  readonly faults: readonly Fault[];
  readonly fidelity: {
    readonly execution: 'real' | 'memoised' | 'modelled';
    readonly signature: 'modelled' | 'real';
    /** The share of proofs that is really made; absent if none is. */
    readonly proof?: number;
    /** The machine on which it was measured what proving costs, if that was. */
    readonly calibrated?: string;
    /** What executes tasks, if the scenario names it, and what does where that is not installed. */
    readonly runtime?: string;
    readonly fallback?: string;
  };
  /** Names of the invariants to watch. */
  readonly invariants: readonly string[];
}

export interface Liveness {
  readonly heartbeat: Duration;
  /** Heartbeats missed until a node counts as offline. */
  readonly missed: number;
  /** After this long offline, a node that may still have its queue (`requeue`) loses its tasks to others. */
  readonly abandon: Duration;
  /** A task that no node can take fails after this long. */
  readonly patience: Duration;
  /** Times a task is tried in all, failed executions and lost copies included. */
  readonly attempts: number;
}

/** A node beyond any of these is in safety mode, until it is back under the second figure. */
export interface SafetyLimits {
  readonly temperature: { readonly enter: number; readonly leave: number };
  /** One way. */
  readonly latency: { readonly enter: Duration; readonly leave: Duration };
  readonly errors: number;
}

export interface Threshold {
  /** As written. */
  readonly text: string;
  readonly metric: string;
  readonly comparison: '<' | '<=' | '>' | '>=' | '==' | '!=';
  /** In the metric's own SI unit. */
  readonly bound: number;
}

export interface Coordinators {
  readonly region: string;
  /** Members of a federation; one if absent. */
  readonly count?: number;
  /** How long a request waits until members replace their primary. */
  readonly patience?: Duration;
  /** Members that lie. */
  readonly byzantine?: readonly ByzantineMember[];
}

export interface ByzantineMember {
  /** From 1. */
  readonly member: number;
  readonly behaviour: readonly ChosenBehaviour[];
}

/** Kinds of parameters that figures of a report rest on. */
export type AssumedGround = 'times' | 'power' | 'grid';

export interface ResolvedScenario {
  readonly name: string;
  /** SHA-256 of resolved.yaml's canonical content. */
  readonly sha256: string;
  readonly seeds: readonly number[];
  readonly cells: readonly Cell[];
  readonly primary: readonly string[];
  readonly thresholds: readonly Threshold[];
  readonly assumptions: readonly string[];
  /** Which kinds of parameters are guesses, among others. */
  readonly assumed: readonly AssumedGround[];
  /** Things a reader should know, such as inert parameters. */
  readonly notes: readonly string[];
  /** The text of resolved.yaml. */
  readonly yaml: string;
}

/** What proofs of one circuit cost. */
export interface CircuitCosts {
  /** Of a segment. */
  readonly steps: number;
  /** Gas that proving one segment is worth: processor time by the speed of that processor. */
  readonly proving: number;
  /** Processor time to verify the proof of one segment. */
  readonly verifying: Duration;
}

export interface Calibration {
  readonly machine: string;
  /** Of one of its processors. */
  readonly speed: GasRate;
  readonly circuits: Readonly<Partial<Record<string, CircuitCosts>>>;
  readonly sha256: string;
}
