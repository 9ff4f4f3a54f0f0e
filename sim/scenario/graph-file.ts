// Files of task graphs: each is read once, and complaints about it are placed in it.

import { type Failure, type Result, success } from '../../core/foundation/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { readText, sha256 } from './files.ts';
import { graphNodeProblems, graphSchema, type NodeNames, pathOfTask } from './graph.ts';
import { schemaFailures } from './issues.ts';
import { directoryOf, type Source, type Tree, toPlain } from './tree.ts';
import type { ResolvedGraph } from './types.ts';
import { readYaml } from './yaml-source.ts';

interface GraphFile {
  readonly graph: ResolvedGraph;
  readonly tree: Tree;
  readonly sha256: string;
}

export class GraphReader {
  private readonly known = new Map<string, Result<GraphFile>>();

  read(file: string): Result<GraphFile> {
    const graph = this.known.get(file) ?? readGraph(file);
    this.known.set(file, graph);
    return graph;
  }

  /** What is wrong between a graph that was read and the nodes of a cell, placed in the graph's file. */
  complaints({ graph, tree }: GraphFile, nodes: readonly NodeNames[]): readonly Failure[] {
    const diagnostics = new Diagnostics();
    const plain = toPlain(tree);
    for (const { task, key, failure } of graphNodeProblems(graph.tasks, nodes)) {
      const path = pathOfTask(plain, task, key);
      if (key === undefined) diagnostics.of(tree, path, failure);
      else diagnostics.ofKey(tree, path, failure);
    }
    const result = diagnostics.result();
    return result.ok ? [] : result.failures;
  }

  /** The SHA-256 of every graph that was read, by absolute path. */
  digests(): [string, string][] {
    return [...this.known].flatMap(([file, graph]) => (graph.ok ? [[file, graph.value.sha256]] : []));
  }
}

function readGraph(file: string): Result<GraphFile> {
  const text = readText(file, file);
  if (!text.ok) return text;
  const source: Source = { label: file, text: text.value, directory: directoryOf(file), order: 0 };
  const diagnostics = new Diagnostics();
  const tree = readYaml(source, diagnostics);
  if (tree === undefined || diagnostics.count > 0) return diagnostics.result();
  const plain = toPlain(tree);
  const parsed = graphSchema.safeParse(plain);
  if (parsed.success) return success({ graph: parsed.data, tree, sha256: sha256(text.value) });
  for (const { path, failure, key } of schemaFailures(parsed.error.issues, plain)) {
    if (key) diagnostics.ofKey(tree, path, failure);
    else diagnostics.of(tree, path, failure);
  }
  return diagnostics.result();
}
