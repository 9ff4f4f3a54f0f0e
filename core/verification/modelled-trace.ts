// Traces of modelled work. A state names the task, the cut and the output that an execution from there on comes to, and
// stands for a digest of 32 bytes; a root and its paths bind as a Merkle tree would, and weigh as much.

import { Buffer } from 'node:buffer';
import { type PartyId, sha256, sha256Hex, type TaskId } from '../foundation/index.ts';
import type { Claimed, Digest, ModelledWork, Opening, Trace } from '../protocol/index.ts';
import { type Machine, same } from './machine.ts';

const STATE_BYTES = 32;
const HASH_BYTES = 32;
/** Of one segment: a Groth16 proof over BN254, and seven public signals. */
const PROOF_BYTES = 480;
/** Of the pages that one segment reads: assumed. */
const EVIDENCE_BYTES = 16_384;
const JUMP_BYTES = 4 + 8;

/** Where a false trace goes over to the states of an execution that comes to something else: one bad segment. */
export interface Jump {
  /** The first cut after it. */
  readonly cut: number;
  readonly output: number;
}

/** At first true, then as its jumps have it, which come in the order of their cuts. */
export class ModelledTrace implements Trace {
  readonly output: number;
  readonly root: Digest;
  private readonly claimed: Pick<Claimed, 'task' | 'work' | 'segments'>;
  private readonly task: TaskId;
  private readonly truth: number;
  private readonly jumps: readonly Jump[];
  private readonly path: Uint8Array;

  constructor(claimed: Pick<Claimed, 'task' | 'work' | 'segments'>, truth: number, jumps: readonly Jump[] = []) {
    const { task, segments } = claimed;
    this.claimed = claimed;
    this.task = task;
    this.truth = truth;
    this.jumps = jumps;
    this.output = jumps.at(-1)?.output ?? truth;
    this.path = pathOf(truth, jumps, segments);
    this.root = rootOf(task, segments, this.path);
  }

  opening(cut: number): Opening {
    return { state: stateOf(this.task, cut, outputAt(cut, this.truth, this.jumps)), path: this.path };
  }

  evidence(cut: number): Uint8Array {
    const bytes = new Uint8Array(EVIDENCE_BYTES);
    bytes.set(this.opening(cut).state);
    return bytes;
  }

  /** Of a false trace, it is as good as a false proof can be. */
  proof(prover: PartyId): Uint8Array {
    const bytes = new Uint8Array(PROOF_BYTES * this.claimed.segments);
    bytes.set(tagOf({ ...this.claimed, output: this.output }, prover));
    return bytes;
  }
}

/** `truth`: what a trusted machine comes to, which is where the first segment leads. */
export function modelledMachine(truth: (task: TaskId, work: ModelledWork) => number): Machine {
  return {
    known: ({ task, output, segments }, cut) =>
      cut === 0 || cut === segments ? stateOf(task, cut, output) : undefined,
    opens: ({ task, segments }, root, cut, { state, path }) => {
      const read = readPath(path);
      if (read === undefined || rootOf(task, segments, path) !== root) return false;
      return same(state, stateOf(task, cut, outputAt(cut, read.truth, read.jumps)));
    },
    step: ({ task, work }, cut, state, evidence) => {
      if (state.length !== STATE_BYTES || !same(evidence.subarray(0, STATE_BYTES), state)) return undefined;
      if (cut === 0) return stateOf(task, 1, truth(task, work));
      return stateOf(task, cut + 1, viewOf(state).getFloat64(12));
    },
    // Sound by decree: what is not true has no proof.
    proves: (claimed, prover, proof) =>
      claimed.output === truth(claimed.task, claimed.work) &&
      proof.length === PROOF_BYTES * claimed.segments &&
      same(proof.subarray(0, HASH_BYTES), tagOf(claimed, prover)),
  };
}

/** What a proof is about, whose it is, and for which order: a real one binds no more (core/proof/verifying/order.ts). */
const tagOf = ({ task, work, output, segments }: Claimed, prover: PartyId): Uint8Array =>
  sha256(`proof/${runOf(work)}/${output}/${segments}/${prover}/${task}.${work.proof?.nonce ?? ''}`);

/** What is equal for executions of the same module on the same input. Of modelled work, the output tells which task it is. */
export const runOf = ({ program, source }: ModelledWork): string =>
  program === undefined ? `modelled-${source}` : `${program.module}/${program.input}`;

/** All executions of a task begin alike. */
function stateOf(task: TaskId, cut: number, output: number): Uint8Array {
  const state = new Uint8Array(STATE_BYTES);
  const view = viewOf(state);
  view.setFloat64(0, task);
  view.setUint32(8, cut);
  view.setFloat64(12, cut === 0 ? 0 : output);
  return state;
}

function outputAt(cut: number, truth: number, jumps: readonly Jump[]): number {
  let output = truth;
  for (const jump of jumps) if (jump.cut <= cut) ({ output } = jump);
  return output;
}

/** As long as the path in a Merkle tree over all cuts, or longer if there are more jumps than that holds. */
function pathOf(truth: number, jumps: readonly Jump[], segments: number): Uint8Array {
  const written = 4 + 8 + jumps.length * JUMP_BYTES;
  const path = new Uint8Array(Math.max(written, HASH_BYTES * bitsOf(segments)));
  const view = viewOf(path);
  view.setUint32(0, jumps.length);
  view.setFloat64(4, truth);
  jumps.forEach(({ cut, output }, at) => {
    view.setUint32(12 + at * JUMP_BYTES, cut);
    view.setFloat64(16 + at * JUMP_BYTES, output);
  });
  return path;
}

function readPath(path: Uint8Array): { truth: number; jumps: readonly Jump[] } | undefined {
  if (path.length < 12) return undefined;
  const view = viewOf(path);
  const count = view.getUint32(0);
  if (12 + count * JUMP_BYTES > path.length) return undefined;
  const jumps = Array.from({ length: count }, (_, at) => ({
    cut: view.getUint32(12 + at * JUMP_BYTES),
    output: view.getFloat64(16 + at * JUMP_BYTES),
  }));
  return { truth: view.getFloat64(4), jumps };
}

const rootOf = (task: TaskId, segments: number, path: Uint8Array): Digest =>
  sha256Hex(Buffer.concat([Buffer.from(`${task}/${segments}/`), path])) as Digest;

/** The height of a tree over cuts 0 to `segments`. */
const bitsOf = (segments: number): number => 32 - Math.clz32(segments);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
