// Nodes that leave, and what their stakes go through.

import { expect, it } from 'vitest';
import type { Duration, PartyId } from '../../../core/foundation/index.ts';
import {
  DISPUTE_SETTLED,
  NODE_EXCLUDED,
  NODE_LEFT,
  type Question,
  TASK_SETTLED,
  TOKENS_MOVED,
  VERDICT_REACHED,
} from '../../../core/protocol/index.ts';
import { findPolicy, ModelledTrace, modelledMachine } from '../../../core/verification/index.ts';
import { MeshBench } from './bench.ts';

const TRUTH = 42;
const LIE = 7;
const MINUTE = 60_000_000;
const STAKE = 100n * 100_000_000n;

function bench(unbonding: number): MeshBench {
  const definition = findPolicy('optimistic')!;
  const usual = Object.entries(definition.parameters).map(([key, { default: value }]) => [key, value] as const);
  const parameters = { ...Object.fromEntries(usual), segments: 8, rate: 1, window: 1_000, unbonding };
  const reference = (): number => TRUTH;
  const machine = modelledMachine(reference);
  return new MeshBench({
    nodes: 3,
    verification: { policy: (on) => definition.create(parameters, on), reference, machine },
  });
}

const stakes = (mesh: MeshBench): string[] =>
  mesh.host
    .factsOf(TOKENS_MOVED)
    .filter(({ kind }) => ['unbond', 'withdraw', 'slash', 'award'].includes(kind))
    .map(({ kind, account, amount }) => `${kind} ${account} ${Number(amount) / 1e8}`);

const assigned = (mesh: MeshBench): number =>
  mesh.host.takeAddressed().find(({ message }) => message.type === 'assign')!.to;

/** A claim that was paid before the node that is to check it is done. Returns who made it, and who checks. */
function paid(mesh: MeshBench, output: number): { prover: number; witness: number; finish: (other: number) => void } {
  const task = mesh.submit();
  const prover = assigned(mesh);
  mesh.hear(prover, mesh.result(task, 0, { output, elapsed: 5 as Duration }));
  const { message } = mesh.host.takeAddressed().find((each) => each.message.type === 'ask-opening')!;
  const question = message as Question & { cut: number };
  const trace = new ModelledTrace(question, TRUTH, output === TRUTH ? [] : [{ cut: 5, output }]);
  const opening = { root: trace.root, ...trace.opening(question.cut) };
  const signature = mesh.host.sign();
  mesh.hear(prover, { type: 'opening', task, copy: 0, cut: question.cut, ...opening, signature });
  const witness = assigned(mesh);
  mesh.passTo(mesh.host.time + 2_000);
  expect(mesh.host.factsOf(TASK_SETTLED)).toMatchObject([{ status: 'completed', winner: prover }]);
  return { prover, witness, finish: (other) => mesh.hear(witness, mesh.result(task, 1, { output: other })) };
}

it('a stake comes back after the delay, once, and not before', () => {
  const mesh = bench(MINUTE);
  mesh.hear(11, { type: 'leave', epoch: 0 });
  expect(mesh.host.factsOf(NODE_LEFT)).toEqual([{ node: 11, until: MINUTE }]);
  expect(mesh.host.taken('leaving')).toEqual([{ type: 'leaving', until: MINUTE }]);
  mesh.passTo(MINUTE / 2);
  mesh.hear(11, { type: 'leave', epoch: 0 });
  // It is told again, and gains nothing by asking.
  expect(mesh.host.taken('leaving')).toEqual([{ type: 'leaving', until: MINUTE }]);
  expect(stakes(mesh)).toEqual(['unbond 11 100']);
  mesh.passTo(2 * MINUTE);
  mesh.hear(11, { type: 'leave', epoch: 0 });
  expect(stakes(mesh)).toEqual(['unbond 11 100', 'withdraw 11 100']);
});

it('who has left is given no more work, whatever it says', () => {
  const mesh = bench(MINUTE);
  for (const node of [10, 12]) mesh.hear(node, { type: 'leave', epoch: 0 });
  mesh.register(10, { epoch: 1 }).beat(12);
  const given = [1, 2, 3].map(() => {
    mesh.submit();
    return assigned(mesh);
  });
  expect(given).toEqual([11, 11, 11]);
});

it('a stranger, and a life that is over, do not leave', () => {
  const mesh = bench(MINUTE);
  mesh.hear(99, { type: 'leave', epoch: 0 }).register(10, { epoch: 1 }).hear(10, { type: 'leave', epoch: 0 });
  expect([stakes(mesh), mesh.host.taken('leaving')]).toEqual([[], []]);
});

it('an excluded node stays excluded when it comes back under the same name', () => {
  const mesh = bench(MINUTE);
  const { prover, finish } = paid(mesh, LIE);
  finish(TRUTH);
  mesh.passTo(mesh.host.time + 2_000_000);
  expect(mesh.host.factsOf(NODE_EXCLUDED)).toEqual([{ node: prover }]);
  mesh.register(prover, { epoch: 1 });
  mesh.host.take();
  for (let task = 0; task < 4; task++) {
    mesh.submit();
    expect(assigned(mesh)).not.toBe(prover);
  }
});

it('a lie that comes out after it was paid costs a liar its stake, although it has left', () => {
  const mesh = bench(MINUTE);
  const { prover, witness, finish } = paid(mesh, LIE);
  mesh.hear(prover, { type: 'leave', epoch: 0 });
  finish(TRUTH);
  expect(mesh.host.factsOf(DISPUTE_SETTLED)).toEqual([]);
  // The referee takes the second that the task takes.
  mesh.passTo(mesh.host.time + 1_000_000);
  expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([{ loser: prover, winner: witness, why: 'bad-segment' }]);
  mesh.passTo(2 * MINUTE);
  expect(stakes(mesh)).toEqual([
    `unbond ${prover} 100`,
    `slash ${prover} 100`,
    `award ${witness} 50`,
    `withdraw ${prover} 0`,
  ]);
  expect(mesh.host.factsOf(VERDICT_REACHED).at(-1)).toMatchObject({ node: witness, right: true });
});

it.each([
  ['with no delay', 0],
  ['with a delay that is over before', 500_000],
])('the same liar keeps its stake %s', (_, delay) => {
  const mesh = bench(delay);
  const { prover, finish } = paid(mesh, LIE);
  mesh.hear(prover, { type: 'leave', epoch: 0 });
  finish(TRUTH);
  mesh.passTo(2 * MINUTE);
  expect(stakes(mesh).filter((line) => line.includes(` ${prover} `))).toMatchObject(
    delay === 0
      ? [`unbond ${prover} 100`, `withdraw ${prover} 100`]
      : [`unbond ${prover} 100`, `withdraw ${prover} 100`, `slash ${prover} 0`],
  );
});

it('who contradicts a claim that was right loses its own stake', () => {
  const mesh = bench(MINUTE);
  const { prover, witness, finish } = paid(mesh, TRUTH);
  finish(LIE);
  mesh.passTo(mesh.host.time + 1_000_000);
  expect(mesh.host.factsOf(DISPUTE_SETTLED)).toMatchObject([
    { loser: witness, winner: prover, why: 'false-challenge' },
  ]);
  expect(stakes(mesh)).toEqual([`slash ${witness} 100`, `award ${prover} 50`]);
  expect(STAKE).toBe(10_000_000_000n);
});

it('who agrees, late, has nothing to fear', () => {
  const mesh = bench(MINUTE);
  const { witness, finish } = paid(mesh, TRUTH);
  finish(TRUTH);
  mesh.passTo(mesh.host.time + 2_000_000);
  expect([stakes(mesh), mesh.host.factsOf(DISPUTE_SETTLED)]).toEqual([[], []]);
  expect(mesh.host.factsOf(VERDICT_REACHED).at(-1)).toMatchObject({ node: witness as PartyId, right: true });
});
