// Traces of programs that are executed in truth: what a referee makes of them, and what it finds in those of liars.

import { beforeAll, describe, expect, it } from 'vitest';
import { Engine, limitPresets, taskCodeOf } from '../../../core/execution/index.ts';
import { partyId, taskId } from '../../../core/foundation/index.ts';
import { circuitShapes, planProof, TracedModule } from '../../../core/proof/index.ts';
import { type Claimed, Content, type Digest, type ModelledWork, outputOfClaim } from '../../../core/protocol/index.ts';
import {
  Desk,
  Dispute,
  type Executable,
  flattened,
  holds,
  interpreted,
  modelledMachine,
  opensAt,
  ProgramTrace,
  programMachine,
} from '../../../core/verification/index.ts';
import { falseTrace } from '../../../sim/adversary/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { findTask, openTaskInputs, readTaskModule } from '../../../sim/tasks/index.ts';
import { commandOf, moduleOf } from '../../wat.ts';

const LIE = 'f'.repeat(64) as Digest;
const limits = limitPresets.default;
const shape = circuitShapes.test;
const engine = new Engine();

interface Setting {
  readonly executable: Executable;
  /** What a native run in V8 comes to. */
  readonly truth: Digest;
  readonly segments: number;
}

function contentsOf(name: string, at = 1) {
  const task = findTask(name)!;
  return { module: new Content(readTaskModule(task)), input: new Content(openTaskInputs(task.input)!.at(at)) };
}

const truthOf = ({ module, input }: ReturnType<typeof contentsOf>): Digest =>
  engine.run(module, input, 'default').executionHash!;

function inInterpreter(contents: ReturnType<typeof contentsOf>, every: number): Setting {
  const code = taskCodeOf(contents.module.bytes, limits)!;
  return { executable: interpreted(code, contents, every), truth: truthOf(contents), segments: 64 };
}

function inCircuit(contents: ReturnType<typeof contentsOf>): Setting {
  const traced = TracedModule.of(contents.module.bytes, shape)!;
  const truth = truthOf(contents);
  return { executable: flattened(traced, contents, limits, () => truth)!, truth, segments: 12 };
}

const work: ModelledWork = { unit: 'gas', amount: 1, source: 0, independent: false };
const claimOf = (claim: Digest, segments: number): Claimed => ({
  ...{ task: taskId(partyId(1), 3), work, segments },
  output: outputOfClaim(claim),
});
const machineOf = ({ executable }: Setting) =>
  programMachine(
    modelledMachine(() => 0),
    () => executable,
  );

function shownOf(trace: ProgramTrace, cut: number) {
  return { before: trace.opening(cut), after: trace.opening(cut + 1), evidence: trace.evidence(cut) };
}

/** The segments that a referee finds bad. */
function refuted(setting: Setting, trace: ProgramTrace): number[] {
  const machine = machineOf(setting);
  const claimed = claimOf(setting.truth, setting.segments);
  const cuts = Array.from({ length: setting.segments }, (_, cut) => cut);
  return cuts.filter((cut) => !holds(machine, claimed, trace.root, cut, shownOf(trace, cut)));
}

function stands(setting: Setting, trace: ProgramTrace, claim: Digest): boolean {
  const machine = machineOf(setting);
  const last = trace.opening(setting.segments);
  const answer = { gas: 1, output: new Uint8Array(0), executionHash: claim } as never;
  if (!opensAt(machine, claimOf(claim, setting.segments), trace.root, setting.segments, last)) return false;
  return machine.stands!(claimOf(claim, setting.segments), { node: partyId(4), answer }, trace.root, last);
}

/** Bisection between a liar and somebody who has executed it. */
function played(setting: Setting, trace: ProgramTrace): { cut: number; dispute: Dispute } {
  const honest = new ProgramTrace(setting.executable, setting.segments, new Desk());
  const dispute = new Dispute(machineOf(setting), claimOf(LIE, setting.segments), trace.root);
  let cut = -1;
  while (dispute.judgement === undefined) {
    const { ask } = dispute;
    cut = ask.cut;
    if (ask.kind === 'opening') dispute.opening(cut, trace.opening(cut));
    else if (ask.kind === 'segment') dispute.segment(cut, shownOf(trace, cut));
    else dispute.agreement(cut, Buffer.compare(ask.state, honest.opening(cut).state) === 0);
  }
  return { cut, dispute };
}

const TRAPS = `(module (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 64))
  (func (export "run") (param i32 i32) (result i64) (local i32)
    (loop (local.set 2 (i32.add (local.get 2) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 2) (i32.const 300))))
    (i64.load (i32.const 65536))))`;

describe.each([
  ['floats in the interpreter', () => inInterpreter(contentsOf('classify-digit'), 20_000)],
  ['integers in the interpreter', () => inInterpreter(contentsOf('digit-linear'), 30)],
  ['single instructions', () => ({ ...inInterpreter(contentsOf('digit-tree'), 1), segments: 120 })],
  ['a provable program', () => inCircuit(contentsOf('sort-small'))],
  ['a provable program that is short', () => inCircuit(contentsOf('digit-tree'))],
  ['a trap', () => inCircuit({ module: new Content(moduleOf(TRAPS)), input: new Content(new Uint8Array(5)) })],
  [
    'a trap in the interpreter',
    () => inInterpreter({ module: new Content(moduleOf(TRAPS)), input: new Content(new Uint8Array(5)) }, 40),
  ],
])('the trace of %s', (_, make) => {
  let setting: Setting;
  let trace: ProgramTrace;
  beforeAll(() => {
    setting = make();
    trace = new ProgramTrace(setting.executable, setting.segments, new Desk());
  });

  it('ends in what a native run claims, and a referee finds every segment of it right', () => {
    expect(trace.output).toBe(outputOfClaim(setting.truth));
    expect(stands(setting, trace, setting.truth)).toBe(true);
    expect(stands(setting, trace, LIE)).toBe(false);
    expect(refuted(setting, trace)).toEqual([]);
  });

  it('has a bad segment wherever somebody reached in, and bisection comes to the first that differs', () => {
    const honest = new ProgramTrace(setting.executable, setting.segments, new Desk());
    for (let seed = 1; seed <= 2; seed++) {
      const lying = falseTrace(
        claimOf(LIE, setting.segments),
        honest,
        1 + seed,
        openStream(seed, 'lie'),
        LIE,
      ) as ProgramTrace;
      const bad = refuted(setting, lying);
      expect(bad).toContain(setting.segments - 1);
      expect(stands(setting, lying, LIE)).toBe(true);
      const { cut, dispute } = played(setting, lying);
      expect(dispute.judgement).toEqual({ loser: 'prover', why: 'bad-segment' });
      expect(dispute.rounds).toBeLessThanOrEqual(Math.ceil(Math.log2(setting.segments)));
      expect(bad).toContain(cut);
      const same = (at: number): boolean => Buffer.compare(lying.opening(at).state, honest.opening(at).state) === 0;
      expect([same(cut), same(cut + 1)]).toEqual([true, false]);
    }
  });

  it('is not shown by other evidence, another state or another place', () => {
    const machine = machineOf(setting);
    const cut = Math.min(3, trace.used - 1);
    const { before, after, evidence } = shownOf(trace, cut);
    const held = (shown: ReturnType<typeof shownOf>, at = cut): boolean =>
      holds(machine, claimOf(setting.truth, setting.segments), trace.root, at, shown);
    expect(held({ before, after, evidence })).toBe(true);
    const random = openStream(7, 'tampering');
    for (let trial = 0; trial < 20; trial++) {
      const other = evidence.slice();
      const place = random.below(other.length || 1);
      if (other.length > 0) other[place] = other[place]! ^ (1 << random.below(8));
      // Before anything has run there is nothing to show in the interpreter.
      if (other.length > 0) expect(held({ before, after, evidence: other })).toBe(false);
      if (other.length > 0) expect(held({ before, after, evidence: other.subarray(0, place) })).toBe(false);
    }
    expect(held({ before: after, after, evidence })).toBe(false);
    expect(held({ before, after: before, evidence })).toBe(false);
    expect(held({ before, after, evidence }, cut + 1)).toBe(false);
    const path = before.path.slice();
    path[5] = path[5]! ^ 1;
    expect(held({ before: { ...before, path }, after, evidence })).toBe(false);
  });
});

describe('the states of a provable program', () => {
  it('are those that the segment circuit commits to', () => {
    const contents = contentsOf('digit-tree');
    const { executable } = inCircuit(contents);
    const trace = new ProgramTrace(executable, 40, new Desk());
    const plan = planProof(contents.module.bytes, contents.input.bytes, { prover: 'a', nonce: '00' }, shape);
    if (!plan.ok) throw new Error(plan.failures[0]!.message);
    const numbers = [...plan.value.eachSegment()].map(({ stateIn }) => stateIn.toString(16).padStart(64, '0'));
    const ours = numbers.map((_, cut) => Buffer.from(trace.opening(cut).state).toString('hex'));
    expect(ours).toEqual(numbers);
    expect(trace.used).toBe(numbers.length);
  });
});

describe('programs whose states cannot be written down', () => {
  it('are commands, and tasks that import', () => {
    expect(taskCodeOf(commandOf(''), limits)).toBeUndefined();
    const exits = '(import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))';
    expect(taskCodeOf(moduleOf(TRAPS), limits)).toBeDefined();
    expect(taskCodeOf(moduleOf(TRAPS.replace('(module', `(module ${exits}`)), limits)).toBeUndefined();
    expect(taskCodeOf(new Uint8Array(9), limits)).toBeUndefined();
  });
});
