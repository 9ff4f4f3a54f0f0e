// What a run gives to the world that it runs in.

import type { Journal } from '../../core/incentives/index.ts';
import type { Outlook, Strategy } from '../../core/scheduling/index.ts';
import type { Bitcoin } from '../../core/settlement/index.ts';
import type { BehaviourDefinition } from '../adversary/index.ts';
import type { Stream } from '../kernel/index.ts';
import type { OpenProgram } from './executor.ts';
import type { Proving } from './proving.ts';
import type { Observer } from './recorder.ts';
import type { Mirror } from './simulated-chain.ts';
import type { Tap } from './tap.ts';
import type { ExecutableOf } from './traces.ts';
import type { TrainingSet } from './training.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly wire: boolean;
  readonly shuffleTies: number | undefined;
  /** Made anew for each run: strategies remember. */
  readonly strategy: (random: Stream, outlook: Outlook) => Strategy;
  /** A user's own behaviours, by file. */
  readonly behaviours?: ReadonlyMap<string, BehaviourDefinition>;
  readonly observers: readonly Observer[];
  /** Needed by cells that settle. */
  readonly bitcoin?: Bitcoin;
  /** Whether anchors keep inclusion proofs. */
  readonly proofs?: boolean;
  /** Of proofs that are really made. */
  readonly proving?: Proving;
  /** Of tasks that are executed in truth. */
  readonly traces?: ExecutableOf;
  /** A real node beside the simulated one. */
  readonly mirror?: Mirror;
  /** Makes a new one: where the ledger of a coordinator writes its entries, from the first on. */
  readonly journal?: () => Journal;
  /** Hears every message. */
  readonly tap?: Tap;
  /** By workload: what its tasks run in truth. */
  readonly programs?: readonly (OpenProgram | undefined)[];
  /** Needed by cells that learn. */
  readonly trainingSet?: TrainingSet;
}
