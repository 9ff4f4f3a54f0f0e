import { describe, expect, test } from 'vitest';
import { type Amount, AssertionFailure, exp, type TaskId } from '../../../core/foundation/index.ts';
import type { Random } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Arrivals, ResolvedWorkload } from '../../../sim/scenario/index.ts';
import { ClosedSource, CopySource, OpenSource } from '../../../sim/workload/index.ts';
import { correlation, KOLMOGOROV_LIMIT, kolmogorov } from './statistics.ts';

const poisson: Arrivals = { kind: 'poisson', rate: 10 };
const closed: Arrivals = { kind: 'closed', clients: 2, think: { kind: 'exponential', mean: 2e6 } };

function workload(arrivals: Arrivals): ResolvedWorkload {
  return {
    name: 'jobs',
    work: { unit: 'time', amount: { kind: 'exponential', mean: 1e6 }, copies: 'independent' },
    arrivals,
    budget: 1n as Amount,
    needs: {},
  };
}

const open = (name: string): Random => openStream(42, name);

function named(names: string[]): (name: string) => Random {
  return (name) => {
    names.push(name);
    return open(name);
  };
}

describe('an open source', () => {
  test('draws from the streams of its arrivals and its work, and from no other', () => {
    const names: string[] = [];
    const source = new OpenSource(workload(poisson), named(names));
    source.next();
    source.amount();
    expect(names).toStrictEqual(['arrivals/jobs', 'work/jobs']);
  });

  test('gives the same arrivals and amounts in whatever order they are asked', () => {
    const alternating = new OpenSource(workload(poisson), open);
    const separate = new OpenSource(workload(poisson), open);
    const both = Array.from({ length: 100 }, () => [alternating.next(), alternating.amount()]);
    const arrivals = Array.from({ length: 100 }, () => separate.next());
    const amounts = Array.from({ length: 100 }, () => separate.amount());
    expect(both).toStrictEqual(arrivals.map((at, index) => [at, amounts[index]]));
    expect(amounts.every((amount) => Number.isSafeInteger(amount) && amount > 0)).toBe(true);
  });

  test('draws the size of a batch once for each arrival', () => {
    const batches: Arrivals = { kind: 'batch', size: { kind: 'constant', value: 4 }, arrivals: poisson };
    const source = new OpenSource(workload(batches), open);
    expect(source.next()).toBe(new OpenSource(workload(poisson), open).next());
    expect(source.batchSize()).toBe(4);
  });

  test('has work that does not depend on how it arrives', () => {
    const slow = new OpenSource(workload(poisson), open);
    const fast = new OpenSource(workload({ kind: 'poisson', rate: 1_000 }), open);
    fast.next();
    expect(Array.from({ length: 10 }, () => slow.amount())).toStrictEqual(
      Array.from({ length: 10 }, () => fast.amount()),
    );
  });
});

describe('a client of a closed workload', () => {
  test('thinks and works by a stream of its own', () => {
    const names: string[] = [];
    const clients = [0, 1].map((index) => new ClosedSource(workload(closed), index, named(names)));
    expect(names).toStrictEqual(['client/jobs/0', 'client/jobs/1']);
    const lives = clients.map((client) => Array.from({ length: 20 }, () => [client.think(), client.amount()]));
    expect(lives[0]).not.toStrictEqual(lives[1]);
    expect(lives.flat(2).every((value) => Number.isSafeInteger(value) && value > 0)).toBe(true);
  });

  test('does not exist in an open workload', () => {
    expect(() => new ClosedSource(workload(poisson), 0, open)).toThrow(AssertionFailure);
  });
});

describe('the work of independent copies', () => {
  const TASKS = 50_000;
  const copies = new CopySource(workload(poisson), open);
  const column = (copy: number): Float64Array =>
    Float64Array.from({ length: TASKS }, (_, task) => copies.amount((task + 3 * 2 ** 32) as TaskId, copy));

  test('has the distribution of the workload, for each copy, and one copy says nothing of another', () => {
    const [first, second] = [column(0), column(1)];
    expect(Math.abs(correlation(first, second))).toBeLessThan(3.3 / Math.sqrt(TASKS));
    expect(Math.abs(correlation(first, first.subarray(1)))).toBeLessThan(3.3 / Math.sqrt(TASKS));
    for (const values of [first, second]) {
      expect(kolmogorov(values, (x) => 1 - exp(-x / 1e6))).toBeLessThan(KOLMOGOROV_LIMIT);
    }
  });

  test('is the same whoever asks, and when', () => {
    const elsewhere = new CopySource(workload(poisson), open);
    const later = elsewhere.amount(9 as TaskId, 1);
    expect([copies.amount(9 as TaskId, 1), elsewhere.amount(9 as TaskId, 1)]).toStrictEqual([later, later]);
  });

  test('differs between workloads and between seeds', () => {
    const seed = new CopySource(workload(poisson), (name) => openStream(43, name));
    const name = new CopySource({ ...workload(poisson), name: 'others' }, open);
    const amounts = [copies, seed, name].map((source) => source.amount(9 as TaskId, 1));
    expect(new Set(amounts).size).toBe(3);
  });
});
