// What a verifier needs of a module: its program, and the trees of that and of its memory before anything runs. To hash
// them takes a fifth of a second, so they are kept for the modules that came last.

import { type Failure, failed, keepNewest, type Result, sha256Hex, success } from '../../foundation/index.ts';
import type { FlattenedModule } from '../flattening/flatten.ts';
import { PAGE_WORDS, PageTree, pageAt, pagesOf } from '../machine/page-tree.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import { programTree } from '../segments/segment.ts';
import { programOf } from './statement.ts';

const KEPT = 16;

export interface KnownModule {
  readonly program: FlattenedModule;
  /** Of the tree of its instructions. */
  readonly programRoot: bigint;
  readonly image: PageTree;
}

export class KnownModules {
  readonly #shape: CircuitShape;
  /** By SHA-256, the one that was asked for last at the end. */
  readonly #known: Map<string, KnownModule> = new Map<string, KnownModule>();

  constructor(shape: CircuitShape) {
    this.#shape = shape;
  }

  /** Fails as `not-provable` if it has no program that the circuit has room for. */
  of(module: Uint8Array): Result<KnownModule> {
    const hash = sha256Hex(module);
    const known = this.#known.get(hash);
    const found = known === undefined ? this.#make(module) : success(known);
    if (!found.ok) return found;
    keepNewest(this.#known, hash, found.value, KEPT);
    return found;
  }

  #make(module: Uint8Array): Result<KnownModule> {
    const program = programOf(module);
    if (!program.ok) return program;
    const refusal = misfit(program.value, this.#shape);
    if (refusal !== undefined) return failed(tooLarge(refusal));
    return success({
      program: program.value,
      programRoot: programTree(program.value.instructions, this.#shape).root,
      image: new PageTree(program.value.image, this.#shape.memoryDepth),
    });
  }
}

const tooLarge = (message: string): Failure => ({ code: 'not-provable', message });

/** The root of a memory that began as the module's. */
export function memoryRoot({ program, image }: KnownModule, memory: Uint32Array): bigint {
  const tree = image.copyOver(memory);
  for (let page = 0; page * PAGE_WORDS < memory.length; page += 1) {
    if (pageAt(memory, page).some((word, at) => word !== (program.image[page * PAGE_WORDS + at] ?? 0))) {
      tree.refresh(page);
    }
  }
  return tree.root;
}

/** Why a program is too large for a circuit; undefined if it is not. */
export function misfit({ instructions, image }: FlattenedModule, shape: CircuitShape): string | undefined {
  const [code, memory] = [pagesOf(shape.programDepth) * PAGE_WORDS, pagesOf(shape.memoryDepth) * PAGE_WORDS];
  if (instructions.length > code)
    return `its program has ${instructions.length} instructions, and the circuit ${shape.name} has room for ${code}`;
  if (image.length > memory)
    return `its memory has ${image.length * 4} bytes, and the circuit ${shape.name} has room for ${memory * 4}`;
  return undefined;
}
