import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Instant, PartyId, TaskId } from '../../../core/foundation/index.ts';
import type { Bench, Returned, Ruling, VerificationPolicy } from '../../../core/verification/index.ts';
import { findPolicy, policies } from '../../../core/verification/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { majorityError, mFirstJobs } from '../../validation/references.ts';

const RIGHT = 1;
const WRONG = 2;

interface Held extends Bench {
  readonly accepted: number[];
  readonly reopened: number[];
  readonly excluded: number[];
  readonly quizzed: number[];
}

function bench(): Held {
  const made = {
    accepted: [] as number[],
    reopened: [] as number[],
    excluded: [] as number[],
    quizzed: [] as number[],
  };
  return {
    ...made,
    random: openStream(1, 'policy'),
    accept: (task) => void made.accepted.push(task),
    reopen: (task) => void made.reopened.push(task),
    quiz: (node) => void made.quizzed.push(node),
    exclude: (node) => void made.excluded.push(node),
  };
}

const create = (
  name: string,
  parameters: Record<string, number | boolean> = {},
  on: Bench = bench(),
): VerificationPolicy => {
  const definition = findPolicy(name)!;
  const usual = Object.fromEntries(
    Object.entries(definition.parameters).map(([key, { default: value }]) => [key, value]),
  );
  return definition.create({ ...usual, ...parameters }, on);
};

const returned = (outputs: readonly number[], first = 0): Returned[] =>
  outputs.map((output, at) => ({ node: (first + at) as PartyId, copy: at, output }));

const rule = (policy: VerificationPolicy, outputs: readonly number[], out = 0, task = 0): Ruling =>
  policy.rule({ task: task as TaskId, results: returned(outputs), out, now: 0 as Instant });

/** Results one at a time, until the policy has enough. */
function jobsOf(policy: VerificationPolicy, answer: (job: number) => number): { jobs: number; output: number } {
  const outputs: number[] = [];
  for (let wanted = policy.copies; outputs.length < 100; ) {
    for (; wanted > 0; wanted--) outputs.push(answer(outputs.length));
    const ruling = rule(policy, outputs);
    if (ruling.kind === 'accept') return { jobs: outputs.length, output: ruling.output };
    if (ruling.kind === 'more') wanted = ruling.copies;
    else return { jobs: outputs.length, output: Number.NaN };
  }
  throw new Error('it never ends');
}

describe('replicate', () => {
  it('waits for the quorum, then asks for one more at a time up to 2k, then fails', () => {
    const policy = create('replicate', { k: 3, quorum: 2 });
    expect(policy.copies).toBe(3);
    expect(rule(policy, [1], 2)).toEqual({ kind: 'wait' });
    expect(rule(policy, [1, 1], 1)).toEqual({ kind: 'accept', output: 1 });
    expect(rule(policy, [1, 2, 3])).toEqual({ kind: 'more', copies: 1 });
    expect(rule(policy, [1, 2, 3, 4], 1)).toEqual({ kind: 'wait' });
    expect(rule(policy, [1, 2, 3, 4, 5, 6])).toEqual({ kind: 'fail' });
  });

  it('replaces copies that were lost, and takes a majority for a quorum', () => {
    expect(rule(create('replicate', { k: 5 }), [1], 1)).toEqual({ kind: 'more', copies: 3 });
    expect(rule(create('replicate', { k: 5 }), [1, 1], 3)).toEqual({ kind: 'wait' });
    expect(rule(create('replicate', { k: 5 }), [1, 1, 1], 2)).toMatchObject({ kind: 'accept' });
  });

  it('counts no vote for a result that was none', () => {
    expect(rule(create('replicate', { k: 3 }), [Number.NaN, Number.NaN, 1])).toEqual({ kind: 'more', copies: 1 });
  });
});

describe('m-first', () => {
  it('needs as many jobs as Sarmenta says, and errs as often', () => {
    const policy = create('m-first', { m: 3 });
    const { random } = bench();
    let jobs = 0;
    let wrong = 0;
    const tasks = 40_000;
    for (let task = 0; task < tasks; task++) {
      const done = jobsOf(policy, () => (random.uniform() < 0.2 ? WRONG : RIGHT));
      jobs += done.jobs;
      if (done.output === WRONG) wrong++;
    }
    expect(jobs / tasks).toBeCloseTo(mFirstJobs(3, 0.2), 1);
    expect(wrong / tasks).toBeCloseTo(majorityError(3, 0.2), 2);
  });

  it('has the published values', () => {
    expect(majorityError(2, 0.2)).toBeCloseTo(0.104, 12);
    expect(majorityError(6, 0.35)).toBeCloseTo(0.1486837239211133, 12);
    expect(mFirstJobs(2, 0.1)).toBeCloseTo(2.18, 12);
    expect(mFirstJobs(5, 0.2)).toBeCloseTo(6.204275200000002, 12);
  });
});

describe('poco', () => {
  it.each([
    [10, 4],
    [100, 7],
    [1000, 10],
  ])('with trust %i asks %i strangers who agree', (trust, strangers) => {
    expect(jobsOf(create('poco', { trust }), () => RIGHT).jobs).toBe(strangers);
  });

  it('believes few with high scores, and forgets two thirds of a score at a fault', () => {
    const policy = create('poco', { trust: 10 });
    for (let node = 0; node < 4; node++) for (let time = 0; time < 30; time++) policy.judged!(node as PartyId, true, 2);
    expect(jobsOf(policy, () => RIGHT).jobs).toBe(2);
    for (const node of [0, 1]) for (let fault = 0; fault < 3; fault++) policy.judged!(node as PartyId, false, 2);
    expect(jobsOf(policy, () => RIGHT).jobs).toBe(3);
  });

  it('asks for more where results disagree', () => {
    expect(rule(create('poco', { trust: 10 }), [1, 1, 1, 2])).toEqual({ kind: 'more', copies: 1 });
  });
});

describe('adaptive', () => {
  it('replicates strangers, and those with ten good results in a row once in a while', () => {
    const policy = create('adaptive');
    expect(rule(policy, [1])).toEqual({ kind: 'more', copies: 1 });
    for (let time = 0; time < 10; time++) policy.judged!(0 as PartyId, true, 2);
    const alone = Array.from({ length: 10_000 }, (_, task) => rule(policy, [1], 0, task + 1));
    expect(alone.filter(({ kind }) => kind === 'accept').length / 10_000).toBeCloseTo(0.9, 1);
  });

  it('grows trust with replicated results only, and begins again at an invalid one', () => {
    const policy = create('adaptive', { trust: 2 });
    for (let time = 0; time < 50; time++) policy.judged!(0 as PartyId, true, 1);
    expect(rule(policy, [1])).toMatchObject({ kind: 'more' });
    for (let time = 0; time < 1_000; time++) policy.judged!(0 as PartyId, true, 2);
    expect(rule(policy, [1], 0, 1)).toMatchObject({ kind: 'accept' });
    policy.judged!(0 as PartyId, false, 2);
    expect(rule(policy, [1], 0, 2)).toMatchObject({ kind: 'more' });
  });
});

describe('committee', () => {
  it('certifies what 2f + 1 of 3f + 1 signed, and nothing else', () => {
    const policy = create('committee', { size: 7 });
    expect(rule(policy, [1, 1, 1, 1, 2, 2], 1)).toEqual({ kind: 'wait' });
    expect(rule(policy, [1, 1, 1, 1, 1], 2)).toEqual({ kind: 'accept', output: 1, certified: true });
    expect(rule(policy, [1, 1, 1, 1, 2, 2, 2])).toEqual({ kind: 'fail' });
    expect(rule(policy, [1, 1, 1, 1], 1)).toEqual({ kind: 'more', copies: 2 });
  });
});

describe('credibility', () => {
  it('believes strangers to 1 - f, and those who passed quizzes more', () => {
    const policy = create('credibility', { target: 0.94, rate: 0 });
    expect(rule(policy, [1])).toMatchObject({ kind: 'more' });
    // 0.8^2 / (0.8^2 + 0.2^2) = 0.941
    expect(rule(policy, [1, 1])).toMatchObject({ kind: 'accept' });
    // One passed quiz: 1 - 0.25 / e = 0.908; two: 0.954.
    policy.answered!(0 as PartyId, true, 0 as Instant);
    expect(rule(policy, [1])).toMatchObject({ kind: 'more' });
    policy.answered!(0 as PartyId, true, 0 as Instant);
    expect(rule(policy, [1])).toMatchObject({ kind: 'accept' });
  });

  it('excludes whoever fails a quiz', () => {
    const on = bench();
    create('credibility', {}, on).answered!(7 as PartyId, false, 0 as Instant);
    expect(on.excluded).toEqual([7]);
  });

  it('believes to 1 - f / k after k quizzes without a blacklist, and begins again after one that was failed', () => {
    const on = bench();
    const policy = create('credibility', { target: 0.94, rate: 0, blacklist: false }, on);
    const quizzed = (right: boolean): void => policy.answered!(0 as PartyId, right, 0 as Instant);
    // 1 - 0.2 / 3 = 0.933; with four: 0.95.
    for (let passed = 0; passed < 3; passed++) quizzed(true);
    expect(rule(policy, [1])).toMatchObject({ kind: 'more' });
    quizzed(true);
    expect(rule(policy, [1])).toMatchObject({ kind: 'accept' });
    quizzed(false);
    expect(rule(policy, [1])).toMatchObject({ kind: 'more' });
    expect(on.excluded).toEqual([]);
  });
});

describe('spot-check', () => {
  const play = (policy: VerificationPolicy, task: number): void => {
    expect(rule(policy, [RIGHT], 0, task)).toEqual({ kind: 'hold' });
    policy.held!(0 as PartyId, 0 as Instant);
  };

  it('holds the results of a node until there are enough, then accepts them together', () => {
    const on = bench();
    const policy = create('spot-check', { rate: 0, group: 3 }, on);
    play(policy, 1);
    play(policy, 2);
    expect(on.accepted).toEqual([]);
    policy.answered!(0 as PartyId, true, 0 as Instant);
    expect(on.accepted).toEqual([1, 2]);
  });

  it('throws away what it holds of a node that fails a quiz, and excludes it', () => {
    const on = bench();
    const policy = create('spot-check', { rate: 0 }, on);
    play(policy, 1);
    policy.answered!(0 as PartyId, false, 0 as Instant);
    expect([on.accepted, on.reopened, on.excluded]).toEqual([[], [1], [0]]);
  });

  it('accepts what has come when nothing more does', () => {
    const on = bench();
    const policy = create('spot-check', { rate: 0, wait: 100 }, on);
    play(policy, 1);
    policy.tick!(99 as Instant);
    expect(on.accepted).toEqual([]);
    policy.tick!(100 as Instant);
    expect(on.accepted).toEqual([1]);
  });
});

it('each policy is a file of its own that the table of contents names', () => {
  for (const { name } of policies) {
    const text = readFileSync(new URL(`../../../core/verification/${name}.ts`, import.meta.url), 'utf8');
    expect(text).toContain(`name: '${name}'`);
  }
});
