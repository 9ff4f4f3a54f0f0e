// A coordinator that hears two results of one assignment.

import { describe, expect, it } from 'vitest';
import type { PartyId } from '../../../core/foundation/index.ts';
import type { Contradiction, ResultMessage } from '../../../core/protocol/index.ts';
import {
  CONTRADICTION_PROVEN,
  NODE_EXCLUDED,
  TASK_ASSIGNED,
  TOKENS_MOVED,
  UNSIGNED,
  VERDICT_REACHED,
} from '../../../core/protocol/index.ts';
import { findPolicy, modelledMachine } from '../../../core/verification/index.ts';
import { MeshBench } from './bench.ts';

function judging(name: string, nodes: number, given: Record<string, number> = {}): MeshBench {
  const definition = findPolicy(name)!;
  const usual = Object.entries(definition.parameters).map(([key, { default: value }]) => [key, value] as const);
  const reference = (): number => 5;
  return new MeshBench({
    nodes,
    verification: {
      policy: (on) => definition.create({ ...Object.fromEntries(usual), ...given }, on),
      reference,
      machine: modelledMachine(reference),
    },
  });
}

/** One result is enough. */
const atTheFirst = (): MeshBench => judging('m-first', 2, { m: 1 });

const convicted = (bench: MeshBench): number[] => bench.host.factsOf(CONTRADICTION_PROVEN).map(({ node }) => node);
const shown = (node: number, first: ResultMessage, second: ResultMessage): Contradiction => {
  return { type: 'contradiction', node: node as PartyId, first, second };
};

describe('two results of one assignment', () => {
  it('convict their node, even after the first of them was paid', () => {
    const bench = atTheFirst();
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { output: 6 }));
    expect(convicted(bench)).toEqual([10]);
    expect(bench.host.factsOf(NODE_EXCLUDED)).toEqual([{ node: 10 }]);
    expect(bench.settled()).toEqual([`${task} by 10`]);
    bench.submit();
    bench.submit();
    expect(bench.host.factsOf(TASK_ASSIGNED).map(({ node }) => node)).toEqual([10, 11, 11]);
  });

  it('are one word if they say the same, in whatever life and after whatever time', () => {
    const bench = atTheFirst();
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { epoch: 1, elapsed: 9 as never }));
    expect(convicted(bench)).toEqual([]);
  });

  it('are one word if one of them is that the node could not do it', () => {
    const bench = atTheFirst();
    const [first, second] = [bench.submit(), bench.submit()];
    bench.hear(10, bench.result(first, 0, { outcome: 'memory' }), bench.result(first, 0));
    bench.hear(11, bench.result(second, 0), bench.result(second, 0, { outcome: 'memory', output: 0 }));
    expect(convicted(bench)).toEqual([]);
  });

  it('convict nobody if one of them is not signed', () => {
    const bench = atTheFirst();
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { output: 6, signature: UNSIGNED }));
    expect(convicted(bench)).toEqual([]);
  });

  it('are not compared where results are taken at their word', () => {
    const bench = new MeshBench();
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { output: 6 }));
    expect(convicted(bench)).toEqual([]);
    expect(bench.settled()).toEqual([`${task} by 10`]);
  });

  it('are no votes any more, of this task and of others', () => {
    const bench = judging('replicate', 4, { k: 3, quorum: 2 });
    const [first, second] = [bench.submit(), bench.submit()];
    const held = bench.host.factsOf(TASK_ASSIGNED).filter(({ node }) => node === 10);
    for (const { task, copy } of held) bench.hear(10, bench.result(task, copy, { output: 7 }));
    bench.hear(10, bench.result(held[0]!.task, held[0]!.copy, { output: 8 }));
    expect(convicted(bench)).toEqual([10]);
    const verdicts = bench.host.factsOf(VERDICT_REACHED).filter(({ node }) => node === 10);
    expect(verdicts.map(({ right }) => right)).toEqual(held.map(() => false));
    for (const { task, node, copy } of bench.host.factsOf(TASK_ASSIGNED))
      if (node !== 10) bench.hear(node, bench.result(task, copy));
    expect(bench.host.factsOf(VERDICT_REACHED).filter(({ accepted }) => accepted).length).toBe(2);
    expect(bench.settled().map((line) => line.split(' ')[0])).toEqual([`${first}`, `${second}`]);
  });

  it('cost all that is at stake, and the claim falls', () => {
    const bench = judging('optimistic', 2);
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { output: 6 }));
    const moves = bench.host.factsOf(TOKENS_MOVED).filter(({ account }) => account === 10);
    const bonded = moves.find(({ kind }) => kind === 'bond')!.amount;
    expect(moves.filter(({ kind }) => kind === 'slash')).toEqual([
      { kind: 'slash', task, account: 10, amount: bonded },
    ]);
    expect(bench.host.factsOf(TASK_ASSIGNED).map(({ node }) => node)).toEqual([10, 11]);
  });

  it('convict whoever waits for a proof of the first', () => {
    const bench = judging('zk', 2);
    const task = bench.submit();
    bench.hear(10, bench.result(task, 0), bench.result(task, 0, { output: 6 }));
    expect(bench.host.factsOf(TASK_ASSIGNED).map(({ node }) => node)).toEqual([10, 11]);
    bench.hear(10, { type: 'proof', task, copy: 0, proof: new Uint8Array(0), signature: bench.host.sign() });
    bench.passTo(60_000_000);
    expect(bench.settled()).not.toContain(`${task} by 10`);
  });

  it('to a quiz convict, too, and once only', () => {
    const bench = judging('spot-check', 2, { rate: 0.9 });
    bench.submit();
    bench.hear(10, bench.result(bench.host.factsOf(TASK_ASSIGNED)[0]!.task, 0));
    const quizzes = bench.host.taken('assign').slice(1);
    expect(quizzes.length).toBeGreaterThan(0);
    const [{ task, copy }] = quizzes as [(typeof quizzes)[0]];
    bench.hear(
      10,
      bench.result(task, copy),
      bench.result(task, copy, { output: 6 }),
      bench.result(task, copy, { output: 7 }),
    );
    expect(convicted(bench)).toEqual([10]);
  });
});

describe('two results that somebody shows', () => {
  const about = { task: 0 as never, copy: 3 };

  it('convict the node that has signed them, whoever it is that shows them', () => {
    const bench = new MeshBench();
    const [first, second] = [bench.result(about.task, 3), bench.result(about.task, 3, { output: 6 })];
    bench.hear(77, shown(11, first, second), shown(11, second, first));
    expect(convicted(bench)).toEqual([11]);
  });

  it.each([
    ['are of two copies', 3, 4, {}],
    ['say the same', 3, 3, { output: 5 }],
    ['are not both signed', 3, 3, { signature: UNSIGNED }],
  ])('convict nobody if they %s', (_, a, b, more) => {
    const bench = new MeshBench();
    const [first, second] = [bench.result(about.task, a), bench.result(about.task, b, { output: 6, ...more })];
    bench.hear(77, shown(11, first, second), shown(11, second, first));
    expect(convicted(bench)).toEqual([]);
  });

  it('concern nobody who is no member', () => {
    const bench = new MeshBench();
    bench.hear(77, shown(99, bench.result(about.task, 3), bench.result(about.task, 3, { output: 6 })));
    expect(convicted(bench)).toEqual([]);
  });
});
