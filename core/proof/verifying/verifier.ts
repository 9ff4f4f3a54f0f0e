// Whether a proof is one. Nothing of it is believed: module and input give the program and the state that it must begin
// with, and the state that it ends in must say what the proof claims.

import { limitPresets } from '../../execution/index.ts';
import type { FlattenedModule } from '../flattening/flatten.ts';
import { endingOf, firstState, outputPages } from '../flattening/run-flattened.ts';
import { type Curve, loadCurve } from '../groth16/curve.ts';
import type { VerificationKey } from '../groth16/verification-key.ts';
import { verifyProof } from '../groth16/verify.ts';
import { PAGE_WORDS, rootFrom } from '../machine/page-tree.ts';
import { committed, stateHash } from '../machine/state.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import { KnownModules, memoryRoot } from './known-modules.ts';
import type { OpenedState, ProofFile } from './proof-file.ts';
import { inputNumber, outputNumber, type SegmentEnds, type Statement, signalsOf, tagOf } from './statement.ts';

export type Verdict =
  | { readonly valid: true; readonly steps: number }
  | { readonly valid: false; readonly reason: string };

const invalid = (reason: string): Verdict => ({ valid: false, reason });

/** Proofs of one circuit under one key, which is the verifier's own. */
export class Verifier {
  readonly #curve: Curve;
  readonly #shape: CircuitShape;
  readonly #key: VerificationKey;
  readonly #modules: KnownModules;

  private constructor(curve: Curve, shape: CircuitShape, key: VerificationKey) {
    this.#curve = curve;
    this.#shape = shape;
    this.#key = key;
    this.#modules = new KnownModules(shape);
  }

  static async open(shape: CircuitShape, key: VerificationKey): Promise<Verifier> {
    return new Verifier(await loadCurve(), shape, key);
  }

  /** SHA-256 of its verification key. */
  get key(): string {
    return this.#key.hash;
  }

  /** Every proof gets a verdict. */
  verify(file: ProofFile): Verdict {
    if (file.circuit !== this.#shape.name) return invalid(`it is of the circuit ${file.circuit}`);
    if (file.key !== this.#key.hash)
      return invalid(`it was made with the key ${file.key.slice(0, 16)}, and this is ${this.#key.hash.slice(0, 16)}`);
    const begun = beginning(file, this.#modules);
    if ('valid' in begun) return begun;
    const { program, statement, stateIn } = begun;
    const wrong = wrongEnd(program, file, this.#shape);
    if (wrong !== undefined) return invalid(wrong);
    return this.#chain(file, statement, stateIn);
  }

  #chain({ segments }: ProofFile, statement: Statement, first: bigint): Verdict {
    let stateIn = first;
    let all = 0;
    for (const [at, { steps, stateOut, proof }] of segments.entries()) {
      const ends: SegmentEnds = { stateIn, stateOut, steps };
      if (!verifyProof(this.#curve, this.#key, signalsOf(statement, ends), proof))
        return invalid(`the proof of segment ${at + 1} of ${segments.length} is not valid`);
      stateIn = stateOut;
      all += steps;
    }
    return { valid: true, steps: all };
  }
}

interface Beginning {
  readonly program: FlattenedModule;
  readonly statement: Statement;
  readonly stateIn: bigint;
}

function beginning(file: ProofFile, modules: KnownModules): Beginning | Verdict {
  const { module, input, outcome, output, end } = file;
  const known = modules.of(module);
  if (!known.ok) return invalid(known.failures[0]!.message);
  const { program, programRoot } = known.value;
  const first = firstState(program, input);
  if (!first.ok) return invalid(first.failures[0]!.message);
  const statement = {
    tag: tagOf(module, input, file),
    program: programRoot,
    taskInput: inputNumber(input),
    taskOutput: outputNumber(outcome, end.gas, output),
  };
  const stateIn = stateHash(committed(first.value, memoryRoot(known.value, first.value.memory)));
  return { program, statement, stateIn };
}

/** Why the last state is not what the proof claims; undefined if it is. */
function wrongEnd(program: FlattenedModule, file: ProofFile, { memoryDepth }: CircuitShape): string | undefined {
  const { segments, end, outcome, output } = file;
  const last = segments.at(-1);
  if (last === undefined) return 'it has no segments';
  if (stateHash(end) !== last.stateOut) return 'the state it says it ends in is not the one that is proven';
  const ending = endingOf(program, end, limitPresets.default.outputBytes);
  if (ending === undefined) return 'it ends before the run does';
  if (ending.outcome === undefined) return `it ends with ${ending.end}, which proves nothing`;
  if (ending.outcome !== outcome) return `it ends with ${ending.outcome}, and not with ${outcome}`;
  if (BigInt(end.gas) > limitPresets.relaxed.gas) return 'it takes more gas than any node grants';
  const opened = openedBytes(end, ending.output, memoryDepth);
  if (typeof opened === 'string') return opened;
  return Buffer.compare(opened, output) === 0 ? undefined : 'its output is not what is in memory';
}

function openedBytes(
  { pages, memoryRoot }: OpenedState,
  output: { readonly from: number; readonly length: number },
  depth: number,
): Uint8Array | string {
  const needed = outputPages(output);
  if (needed.length !== pages.length || needed.some((page, at) => pages[at]!.page !== page))
    return 'it opens other pages than those of its output';
  const words = new Uint32Array(pages.length * PAGE_WORDS);
  for (const [at, { page, words: content, path }] of pages.entries()) {
    if (path.length !== depth || rootFrom(content, page, path) !== memoryRoot)
      return `page ${page} is not in the memory that it ends with`;
    words.set(content, at * PAGE_WORDS);
  }
  const start = output.from - (needed[0] ?? 0) * PAGE_WORDS * 4;
  return new Uint8Array(words.buffer).slice(start, start + output.length);
}
