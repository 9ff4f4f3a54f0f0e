// The trace of a program that is executed in truth: its states are those of an execution, and stand in a Merkle tree.

import { bytesOfHex, MerkleTree, merkleLeaf, rootByPath, sha256Hex } from '../foundation/index.ts';
import { type Digest, type Opening, outputOfClaim, type Trace } from '../protocol/index.ts';
import { type Course, type Executable, endedState } from './course.ts';

const HASH = 32;

/** Where somebody has changed an execution, and to what end he says that it came: nothing of an honest one. */
export interface Meddling {
  /** Called at every cut, after its state was reached. */
  readonly touch?: (course: Course, cut: number) => void;
  readonly claim?: Digest;
}

/** What is kept of the trace that was asked about last: an execution, at some cut, since segments are asked for in their order as a rule; and its tree. */
export class Desk {
  private trace: ProgramTrace | undefined;
  private course: Course | undefined;
  private cut = 0;
  private grown: ProgramTrace | undefined;
  private tree: MerkleTree | undefined;

  treeOf(trace: ProgramTrace, grow: () => MerkleTree): MerkleTree {
    if (this.grown !== trace || this.tree === undefined) this.tree = grow();
    this.grown = trace;
    return this.tree;
  }

  at(trace: ProgramTrace, cut: number): Course {
    if (this.trace !== trace || this.course === undefined || this.cut > cut) {
      this.trace = trace;
      this.course = trace.begin();
      this.cut = 0;
    }
    for (; this.cut < cut; this.cut++) trace.advance(this.course, this.cut);
    return this.course;
  }
}

export class ProgramTrace implements Trace {
  readonly output: number;
  readonly root: Digest;
  readonly executable: Executable;
  readonly segments: number;
  /** Segments in which something is executed: those behind them stay at the end. */
  readonly used: number;
  private readonly desk: Desk;
  private readonly meddling: Meddling;
  private readonly states: Uint8Array;

  constructor(executable: Executable, segments: number, desk: Desk, meddling: Meddling = {}) {
    this.executable = executable;
    this.segments = segments;
    this.desk = desk;
    this.meddling = meddling;
    this.states = new Uint8Array((segments + 1) * HASH);
    const course = this.begin();
    this.states.set(course.state());
    let used = segments;
    for (let cut = 0; cut < segments; cut++) {
      if (cut < used) this.advance(course, cut);
      this.states.set(cut < used ? course.state() : this.state(used), (cut + 1) * HASH);
      if (cut + 1 < used && course.claim !== undefined) used = cut + 1;
    }
    this.used = used;
    const claim = meddling.claim ?? (course.claim as Digest | undefined);
    if (meddling.claim !== undefined) this.states.set(endedState(bytesOfHex(meddling.claim)!), segments * HASH);
    this.output = claim === undefined ? Number.NaN : outputOfClaim(claim);
    this.root = rootOf(this.tree().root, segments);
  }

  begin(): Course {
    return this.executable.begin();
  }

  /** From a cut to the next one. */
  advance(course: Course, cut: number): void {
    course.advance(cut === this.segments - 1);
    if (course.claim === undefined) this.meddling.touch?.(course, cut + 1);
  }

  /** Asked for a cut that it does not have, it shows its last one. */
  opening(cut: number): Opening {
    const place = Math.min(cut, this.segments);
    return { state: this.state(place), path: flat(this.tree().path(place)) };
  }

  evidence(cut: number): Uint8Array {
    return this.desk.at(this, Math.min(cut, this.segments - 1)).evidence(cut === this.segments - 1);
  }

  /** A claim that can be disputed is not proven. */
  proof(): Uint8Array {
    return new Uint8Array(0);
  }

  private state(cut: number): Uint8Array {
    return this.states.slice(cut * HASH, (cut + 1) * HASH);
  }

  private tree(): MerkleTree {
    return this.desk.treeOf(this, () => {
      return new MerkleTree(Array.from({ length: this.segments + 1 }, (_, cut) => merkleLeaf(this.state(cut))));
    });
  }
}

/** Whether the root of such a trace commits to this state at this cut. */
export function opensInTree(root: Digest, cut: number, segments: number, { state, path }: Opening): boolean {
  if (path.length % HASH !== 0) return false;
  const siblings = Array.from({ length: path.length / HASH }, (_, at) => path.subarray(at * HASH, (at + 1) * HASH));
  const states = rootByPath(merkleLeaf(state), cut, segments + 1, siblings);
  return states !== undefined && rootOf(states, segments) === root;
}

function rootOf(states: Uint8Array, segments: number): Digest {
  const bytes = new Uint8Array(HASH + 4);
  bytes.set(states);
  new DataView(bytes.buffer).setUint32(HASH, segments);
  return sha256Hex(bytes) as Digest;
}

function flat(path: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(path.length * HASH);
  path.forEach((hash, at) => bytes.set(hash, at * HASH));
  return bytes;
}
