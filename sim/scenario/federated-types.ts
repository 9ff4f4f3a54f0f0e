// The section `federated` after resolution.

import type { Amount, Duration, Probability } from '../../core/foundation/index.ts';
import type { ParameterValue } from '../../core/scheduling/index.ts';

/** Who has which examples. */
export type Partition =
  | { readonly kind: 'iid' }
  /** Each class is dealt out by shares from a symmetric Dirichlet distribution (Hsu et al. 2019). */
  | { readonly kind: 'dirichlet'; readonly alpha: number }
  /** Sorted by class, cut into equal shards, so many for each (McMahan et al. 2017). */
  | { readonly kind: 'shards'; readonly each: number }
  /** As many as a log-normal draw says, of all classes alike. */
  | { readonly kind: 'quantity'; readonly sigma: number };

/** Where examples are: a table, or an IDX file of them and one of their classes; absolute paths. */
export type DataFile = string | { readonly images: string; readonly labels: string };

/** How features become numbers to learn from: as they are, fractions of 255, or of mean 0 and deviation 1. */
export type DataScale = 'none' | 'pixels' | 'standard';

/** A data set of a user's own, as its files name it. */
export interface WrittenDataSet {
  /** A folder holds the files of MNIST, by their names. */
  readonly train: DataFile;
  readonly test?: DataFile;
  /** The column of classes in a table, by name or by its number from 1. */
  readonly label?: string;
  readonly scale?: DataScale;
  /** Of `train`, if there is no `test`: what is held back to evaluate models on. */
  readonly held: number;
}

export interface OwnDataSet extends WrittenDataSet {
  /** Of all files. */
  readonly sha256: string;
  readonly features: number;
  readonly classes: number;
  /** Examples to train on. */
  readonly examples: number;
}

/** A model that nodes train on their own data. */
export interface ResolvedFederated {
  readonly data: {
    readonly set: 'mnist' | OwnDataSet;
    readonly partition: Partition;
    /** Examples of a node, on average. Absent: all there are. */
    readonly samples?: number;
    /** Examples that models are evaluated on. */
    readonly test: number;
  };
  /** Groups whose nodes have data. */
  readonly nodes: readonly string[];
  /** Units of each layer; none for softmax regression. */
  readonly hidden: readonly number[];
  readonly rounds: number;
  readonly target?: Probability;
  /** In a round. */
  readonly participants: number;
  /** Contributions that a round must have. */
  readonly minimum: number;
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly optimiser: 'sgd' | 'adam';
  readonly aggregation: { readonly rule: string; readonly parameters: Readonly<Record<string, ParameterValue>> };
  readonly compression: { readonly kind: 'none' | 'quantise' | 'sparsify'; readonly kept?: number };
  readonly budget: Amount;
  readonly timeout: Duration;
  /** Absent: nobody adds noise. */
  readonly privacy?: ResolvedPrivacy;
  /** Absent: the aggregator sees each update. */
  readonly secure?: ResolvedSecure;
  /** Groups whose nodes lie about what they learnt. */
  readonly liars?: readonly string[];
  /** How they do. */
  readonly attack: { readonly kind: string; readonly parameters: Readonly<Record<string, ParameterValue>> };
}

export interface ResolvedPrivacy {
  /** The longest that a contribution may be (L2). */
  readonly clip: number;
  /** Standard deviation of the noise on a round's sum, over that. */
  readonly noise: number;
  /** What a node may spend over all rounds. */
  readonly epsilon: number;
  readonly delta: number;
  readonly conversion: string;
}

export interface ResolvedSecure {
  /** Neighbours of each trainer; all others if absent. */
  readonly degree?: number;
  /** Of those that hold shares of a secret: how many give it back. */
  readonly threshold: Probability;
  readonly bits: number;
  /** Parameters of updates are cut off beyond. */
  readonly range: number;
  /** How long each stage waits. */
  readonly patience: Duration;
}
