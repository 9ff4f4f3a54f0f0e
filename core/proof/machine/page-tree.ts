// Words by pages of 16, hashed into a tree of four branches: what memory and programs are committed as. Pages of zeros
// cost nothing.

import { assert } from '../../foundation/index.ts';
import { hashNodes, hashWords } from './poseidon.ts';

/** Words of a page. */
export const PAGE_WORDS = 16;

/** The children at every level from a page up to the root, four each. */
export type Path = readonly (readonly bigint[])[];

/** By height: the root of a tree of that height with nothing but zeros. */
const zeros: bigint[] = [];
function zeroOf(height: number): bigint {
  const known = zeros[height];
  if (known !== undefined) return known;
  const below = height === 0 ? 0n : zeroOf(height - 1);
  const hash =
    height === 0 ? hashWords(new Array<number>(PAGE_WORDS).fill(0)) : hashNodes([below, below, below, below]);
  zeros[height] = hash;
  return hash;
}

/** Pages of a tree of this depth. */
export const pagesOf = (depth: number): number => 1 << (2 * depth);

export class PageTree {
  readonly depth: number;
  #words: ArrayLike<number>;
  /** By height: nodes that are not of zeros only. */
  #nodes: Map<number, bigint>[];

  /** Reads the words in place: whoever changes some calls `refresh` for their page. What is beyond them is zero. */
  constructor(words: ArrayLike<number>, depth: number) {
    assert(words.length <= pagesOf(depth) * PAGE_WORDS, 'a tree has room for its words', {
      words: words.length,
      depth,
    });
    this.depth = depth;
    this.#words = words;
    this.#nodes = Array.from({ length: depth + 1 }, () => new Map<number, bigint>());
    let touched = new Set<number>();
    for (let page = 0; page * PAGE_WORDS < words.length; page += 1) if (this.#hashPage(page)) touched.add(page >>> 2);
    for (let height = 1; height <= depth; height += 1) {
      const above = new Set<number>();
      for (const at of touched) {
        this.#nodes[height]!.set(at, hashNodes(this.#children(height, at)));
        above.add(at >>> 2);
      }
      touched = above;
    }
  }

  get root(): bigint {
    return this.#node(this.depth, 0);
  }

  page(page: number): number[] {
    return pageAt(this.#words, page);
  }

  path(page: number): Path {
    return Array.from({ length: this.depth }, (_, level) => this.#children(level + 1, page >>> (2 * level + 2)));
  }

  /** A tree over words that begin as these do: `refresh` tells it of every page that is another there. */
  copyOver(words: ArrayLike<number>): PageTree {
    const copy = new PageTree([], this.depth);
    copy.#words = words;
    copy.#nodes = this.#nodes.map((level) => new Map(level));
    return copy;
  }

  /** The words of this page have changed. */
  refresh(page: number): void {
    const changed = this.#hashPage(page);
    if (!changed) this.#nodes[0]!.delete(page);
    for (let height = 1; height <= this.depth; height += 1) {
      const at = page >>> (2 * height);
      this.#nodes[height]!.set(at, hashNodes(this.#children(height, at)));
    }
  }

  /** Whether it has more than zeros. */
  #hashPage(page: number): boolean {
    const words = this.page(page);
    if (words.every((word) => word === 0)) return false;
    this.#nodes[0]!.set(page, hashWords(words));
    return true;
  }

  #children(height: number, at: number): bigint[] {
    return [0, 1, 2, 3].map((child) => this.#node(height - 1, 4 * at + child));
  }

  #node(height: number, at: number): bigint {
    return this.#nodes[height]!.get(at) ?? zeroOf(height);
  }
}

/** Zero beyond the words that there are. */
export const pageAt = (words: ArrayLike<number>, page: number): number[] =>
  Array.from({ length: PAGE_WORDS }, (_, at) => words[page * PAGE_WORDS + at] ?? 0);

/** The root of the tree that has this page there, if the path is one of the page; undefined if it is not. */
export function rootFrom(words: readonly number[], page: number, path: Path): bigint | undefined {
  let here = hashWords(words);
  for (const [level, children] of path.entries()) {
    if (children.length !== 4 || children[(page >>> (2 * level)) & 3] !== here) return undefined;
    here = hashNodes(children);
  }
  return here;
}
