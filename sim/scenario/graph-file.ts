// Files of task graphs: each is read once, and complaints about it are placed in it.

import type { Failure } from '../../core/foundation/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { FileReader, readYamlFile, type YamlFile } from './file-reader.ts';
import { graphNodeProblems, graphSchema, type NodeNames, pathOfTask } from './graph.ts';
import { toPlain } from './tree.ts';
import type { ResolvedGraph } from './types.ts';

type GraphFile = YamlFile<ResolvedGraph>;

export class GraphReader extends FileReader<GraphFile> {
  constructor() {
    super((file) => readYamlFile(file, graphSchema));
  }

  /** What is wrong between a graph that was read and the nodes of a cell, placed in the graph's file. */
  complaints({ data: graph, tree }: GraphFile, nodes: readonly NodeNames[]): readonly Failure[] {
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
}
