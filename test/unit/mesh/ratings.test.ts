// What a coordinator makes of the word of clients.

import { expect, it } from 'vitest';
import type { PartyId, TaskId } from '../../../core/foundation/index.ts';
import { probability } from '../../../core/foundation/index.ts';
import { REPUTATION_CHANGED } from '../../../core/protocol/index.ts';
import { findReputationRule } from '../../../core/reputation/index.ts';
import { CLIENT, MeshBench } from './bench.ts';

const reputation = () => findReputationRule('eigentrust')!.create(probability(1));

/** A mesh in which node 10 has done one task. */
function done(bench: MeshBench): TaskId {
  const task = bench.submit();
  bench.hear(10, bench.result(task, 0));
  return task;
}

const changes = (bench: MeshBench): number => bench.host.factsOf(REPUTATION_CHANGED).length;

it('asks for it before it tells of the end of a task', () => {
  const bench = new MeshBench({ nodes: 1, reputation: reputation() });
  const task = done(bench);
  expect(bench.host.take().map((message) => message.type)).toEqual(['assign', 'ask-rating', 'settled']);
  const before = changes(bench);
  bench.hear(CLIENT, { type: 'rating', task, node: 10 as PartyId, good: true });
  expect(changes(bench)).toBe(before + 1);
});

it('asks nobody under a rule that has no use for it', () => {
  const bench = new MeshBench({ nodes: 1 });
  const task = done(bench);
  expect(bench.host.take().map((message) => message.type)).toEqual(['assign', 'settled']);
  const before = changes(bench);
  bench.hear(CLIENT, { type: 'rating', task, node: 10 as PartyId, good: true });
  expect(changes(bench)).toBe(before);
});

it.each<[string, number, number, number]>([
  ['of another client', 5, 0, 10],
  ['about another node', CLIENT, 0, 11],
  ['about a task that nobody has done', CLIENT, 1, 10],
])('a word %s counts for nothing', (_, by, later, node) => {
  const bench = new MeshBench({ nodes: 2, reputation: reputation() });
  const task = done(bench);
  const before = changes(bench);
  bench.hear(by, { type: 'rating', task: (task + later) as TaskId, node: node as PartyId, good: true });
  expect(changes(bench)).toBe(before);
});

it('a second word about one task counts for nothing', () => {
  const bench = new MeshBench({ nodes: 1, reputation: reputation() });
  const task = done(bench);
  const rating = { type: 'rating', task, node: 10 as PartyId, good: false } as const;
  bench.hear(CLIENT, rating);
  const before = changes(bench);
  bench.hear(CLIENT, rating, { ...rating, good: true });
  expect(changes(bench)).toBe(before);
});
