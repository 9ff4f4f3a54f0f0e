// Executions in our interpreter, cut every so many of its instructions: floats and all. A state is its registers, stack
// and memory, hashed with SHA-256; somebody who is shown it takes it up in an interpreter of his own.

import { type RunState, type TaskCode, TaskRun } from '../execution/index.ts';
import { bytesOfHex } from '../foundation/index.ts';
import type { ProgramContents } from '../protocol/index.ts';
import { type Course, claimOfTask, type Executable, endOf, evidenceOfEnd, hashOf, isEnd, SHOWN } from './course.ts';
import { same } from './machine.ts';
import { BLOCK, changedBlocks, MemoryPages, withBlocks } from './memory-pages.ts';

const HEADER = 9;

/** `every`: instructions of a segment; the last one takes what is left. */
export function interpreted(code: TaskCode, contents: ProgramContents, every: number): Executable {
  const { module, input } = contents;
  const [moduleHash, inputHash] = [bytesOfHex(module.digest)!, bytesOfHex(input.digest)!];
  const { limits } = code;
  const first = hashOf('interpreted', moduleHash, inputHash, utf8.encode(`${limits.gas}/${every}`));
  const start = (): TaskRun => new TaskRun(code, input.bytes);
  const claimOf = (run: TaskRun): string | undefined => run.ended && claimOfTask(contents, limits, run.ended);
  const goOn = (run: TaskRun, isLast: boolean): void => (isLast ? run.finish() : run.advance(every));
  return {
    first,
    begin: () => new InterpretedCourse(start(), start().memory, first, claimOf, goOn),
    again: (state, evidence, isLast) => {
      if (isEnd(state, evidence)) return state;
      const run = start();
      if (!same(state, first)) {
        const shown = readState(evidence, run.memory);
        if (shown === undefined || !same(stateOf(shown, new MemoryPages()), state)) return undefined;
        if (!run.resume(shown)) return undefined;
      }
      goOn(run, isLast);
      return run.ended === undefined ? stateOf(run.state(), new MemoryPages()) : endOf(claimOf(run));
    },
  };
}

class InterpretedCourse implements Course {
  private readonly run: TaskRun;
  /** The memory before anything ran. */
  private readonly image: Uint8Array;
  private readonly first: Uint8Array;
  private readonly claimOf: (run: TaskRun) => string | undefined;
  private readonly goOn: (run: TaskRun, isLast: boolean) => void;
  private readonly pages = new MemoryPages();
  private begun = false;

  constructor(
    run: TaskRun,
    image: Uint8Array,
    first: Uint8Array,
    claimOf: (run: TaskRun) => string | undefined,
    goOn: (run: TaskRun, isLast: boolean) => void,
  ) {
    this.run = run;
    this.image = image;
    this.first = first;
    this.claimOf = claimOf;
    this.goOn = goOn;
  }

  get memory(): Uint8Array {
    return this.run.memory;
  }

  get claim(): string | undefined {
    return this.claimOf(this.run);
  }

  advance(isLast: boolean): void {
    this.begun = true;
    this.goOn(this.run, isLast);
  }

  state(): Uint8Array {
    if (!this.begun) return this.first;
    return this.run.ended === undefined ? stateOf(this.run.state(), this.pages) : endOf(this.claim);
  }

  evidence(): Uint8Array {
    if (!this.begun) return new Uint8Array(0);
    if (this.run.ended !== undefined) return evidenceOfEnd(this.claim);
    const { head, memory } = this.run.state();
    const blocks = changedBlocks(memory, this.image);
    const bytes = new Uint8Array(HEADER + head.length + blocks.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, SHOWN.running);
    view.setUint32(1, head.length);
    view.setUint32(5, memory.length);
    bytes.set(head, HEADER);
    bytes.set(blocks, HEADER + head.length);
    return bytes;
  }
}

function readState(evidence: Uint8Array, image: Uint8Array): RunState | undefined {
  if (evidence.length < HEADER || evidence[0] !== SHOWN.running) return undefined;
  const view = new DataView(evidence.buffer, evidence.byteOffset, evidence.length);
  const [headEnds, size] = [HEADER + view.getUint32(1), view.getUint32(5)];
  if (headEnds > evidence.length || size > image.length + evidence.length * BLOCK) return undefined;
  if (size % (BLOCK * 16) !== 0) return undefined;
  const memory = withBlocks(evidence.subarray(headEnds), image, size);
  return memory && { head: evidence.subarray(HEADER, headEnds), memory };
}

function stateOf({ head, memory }: RunState, pages: MemoryPages): Uint8Array {
  return hashOf('running', hashOf('head', head), pages.hashes(memory));
}

const utf8 = new TextEncoder();
