// A memory of which somebody has shown some pages, with their paths to its root: enough to run as long as no other page
// is needed, and to say the root that it has then.

import { PAGE_WORDS, pageAt, pagesOf, rootFrom } from '../machine/page-tree.ts';
import { hashNodes, hashWords } from '../machine/poseidon.ts';
import type { OpenedPage } from '../verifying/proof-file.ts';

export class OpenedMemory {
  /** Zero where nothing was shown. */
  readonly words: Uint32Array;
  private readonly depth: number;
  private readonly shown: ReadonlySet<number>;
  /** By height: the nodes that are known. */
  private readonly nodes: readonly Map<number, bigint>[];

  private constructor(pages: readonly OpenedPage[], depth: number) {
    this.depth = depth;
    this.words = new Uint32Array(PAGE_WORDS * pagesOf(depth));
    this.shown = new Set(pages.map(({ page }) => page));
    this.nodes = Array.from({ length: depth + 1 }, () => new Map<number, bigint>());
    for (const { page, words, path } of pages) {
      this.words.set(words, page * PAGE_WORDS);
      path.forEach((children, height) => {
        const first = (page >>> (2 * height + 2)) * 4;
        children.forEach((child, at) => this.nodes[height]!.set(first + at, child));
      });
    }
  }

  /** Undefined unless each is a page of the memory with this root. */
  static of(pages: readonly OpenedPage[], root: bigint, depth: number): OpenedMemory | undefined {
    const belongs = ({ page, words, path }: OpenedPage): boolean =>
      page < pagesOf(depth) && path.length === depth && rootFrom(words, page, path) === root;
    return pages.every(belongs) ? new OpenedMemory(pages, depth) : undefined;
  }

  has(page: number): boolean {
    return this.shown.has(page);
  }

  /** As it is now; undefined if no page was shown. */
  root(): bigint | undefined {
    for (const page of this.shown) this.nodes[0]!.set(page, hashWords(pageAt(this.words, page)));
    let changed = new Set(this.shown);
    for (let height = 1; height <= this.depth; height += 1) {
      changed = new Set([...changed].map((at) => at >>> 2));
      for (const at of changed) {
        const below = this.nodes[height - 1]!;
        this.nodes[height]!.set(at, hashNodes([0, 1, 2, 3].map((child) => below.get(4 * at + child)!)));
      }
    }
    return this.nodes[this.depth]!.get(0);
  }
}
