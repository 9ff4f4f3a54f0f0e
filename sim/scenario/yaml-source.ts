// From YAML text to a tree that knows its places. What YAML allows and a scenario does not ends here.

import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Failure } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import type { Diagnostics } from './diagnostics.ts';
import * as messages from './messages.ts';
import type { Entry, Origin, Source, Tree } from './tree.ts';

/** Collections that the parser of YAML may have open at once: the library's own recursion must not run out of stack. */
const OPEN_MAX = 2 * limits.depth;

/**
 * The tree of a text, or undefined if it has none; all that is wrong goes to `diagnostics`. `text` is what to read, at
 * the same offsets, if it is not all of the source.
 */
export function readYaml(source: Source, diagnostics: Diagnostics, text: string = source.text): Tree | undefined {
  const tokens = tokenise(text, source, diagnostics);
  if (tokens === undefined) return undefined;
  const [document, second] = compose(tokens, text);
  if (document?.contents == null) {
    diagnostics.at({ source, start: 0, end: 0 }, messages.emptyDocument());
    return undefined;
  }
  if (second !== undefined) diagnostics.at({ source, ...range(second.range) }, messages.severalDocuments());
  const problems = [...document.errors, ...document.warnings];
  for (const problem of problems) diagnostics.at(placeOf(problem, source), wording(problem));
  if (document.errors.length > 0) return undefined;
  return new Builder(source, diagnostics).build(document.contents, 0);
}

/** Tokens of a text that is not nested too deeply and has no directives. */
function tokenise(text: string, source: Source, diagnostics: Diagnostics): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > OPEN_MAX) {
      const start = Math.min(parser.offset, text.length);
      diagnostics.at({ source, start, end: start + 1 }, messages.tooDeep(limits.depth));
      return undefined;
    }
  }
  for (const token of parser.end()) tokens.push(token);
  const directive = tokens.find(({ type }) => type === 'directive');
  if (directive === undefined) return tokens;
  diagnostics.at({ source, start: directive.offset, end: directive.offset + 1 }, messages.directive());
  return undefined;
}

function compose(tokens: readonly CST.Token[], text: string): Document.Parsed[] {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
  });
  return [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
}

function range(range: readonly number[] | null | undefined): { start: number; end: number } {
  const [start = 0, end = start] = range ?? [];
  return { start, end };
}

function placeOf({ pos }: YAMLError, source: Source): Origin {
  const start = Math.min(pos[0], Math.max(0, source.text.length - 1));
  return { source, start, end: Math.max(start + 1, pos[1]) };
}

const HINTS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of the keys',
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'check the indentation and that every bracket is closed',
  MISSING_CHAR: 'check quotes, brackets and colons',
  TAG_RESOLVE_FAILED: 'remove the tag (the word after the exclamation mark)',
};

function wording({ code, message }: YAMLError): Failure {
  if (code === 'TAB_AS_INDENT') return messages.badYaml('tab', 'a tab is used as indentation', HINTS[code]);
  if (code === 'DUPLICATE_KEY') return messages.badYaml('duplicate-key', 'this key is there twice', HINTS[code]);
  return messages.badYaml('bad-yaml', message.split('\n', 1)[0]!, HINTS[code]);
}

/** Builds the tree; aliases become copies of what they name, within limits. */
class Builder {
  private readonly source: Source;
  private readonly diagnostics: Diagnostics;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliased = 0;
  private inAlias = 0;

  constructor(source: Source, diagnostics: Diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  build(node: Node | null, depth: number): Tree {
    const origin = this.origin(node);
    if (depth > limits.depth) return this.refuse(origin, messages.tooDeep(limits.depth));
    if (this.inAlias > 0 && ++this.aliased > limits.aliasedValues) {
      return this.aliased > limits.aliasedValues + 1
        ? nothing(origin)
        : this.refuse(origin, messages.aliasBomb(limits.aliasedValues));
    }
    if (isAlias(node)) return this.alias(node.source, origin, depth);
    if (node === null) return nothing(origin);
    if (node.tag !== undefined) return this.refuse(origin, messages.tag());
    if ('anchor' in node && typeof node.anchor === 'string') this.anchors.set(node.anchor, node);
    this.open.add(node);
    const tree = this.collection(node, origin, depth);
    this.open.delete(node);
    return tree;
  }

  private collection(node: Node, origin: Origin, depth: number): Tree {
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.build(item as Node | null, depth + 1)), origin };
    }
    if (isMap(node)) return { kind: 'map', entries: this.entries(node, depth), origin };
    const { value } = node as Scalar;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', value: plain ? value : null, origin };
  }

  private entries(map: YAMLMap, depth: number): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const node = pair.key as Node | null;
      const key = this.origin(node);
      const value = this.build(pair.value as Node | null, depth + 1);
      if (!isScalar(node) || typeof node.value !== 'string' || node.value === '' || node.value === '__proto__') {
        this.refuse(key, messages.notTextKey());
      } else if (node.value === '<<') {
        this.refuse(key, messages.mergeKey());
      } else {
        entries.set(node.value, { key, value });
      }
    }
    return entries;
  }

  private alias(name: string, origin: Origin, depth: number): Tree {
    const target = this.anchors.get(name);
    if (target === undefined) return this.refuse(origin, messages.unknownAnchor(name));
    if (this.open.has(target)) return this.refuse(origin, messages.circularAlias(name));
    this.inAlias++;
    const tree = this.build(target, depth);
    this.inAlias--;
    return tree;
  }

  private origin(node: Node | null): Origin {
    return { source: this.source, ...range(node?.range) };
  }

  private refuse(origin: Origin, failure: Failure): Tree {
    this.diagnostics.at(origin, failure);
    return nothing(origin);
  }
}

const nothing = (origin: Origin): Tree => ({ kind: 'scalar', value: null, origin });
