// Runs one file of the core test suite: every module that the gate takes becomes a task, in every engine that is given.

import { decodeModule, limitPresets, prepare } from '../../core/execution/index.ts';
import type { Execution } from '../../core/execution/outcome.ts';
import type { RunRequest } from '../../core/execution/run-request.ts';
import { type Linked, link } from './link.ts';
import type { Action, Command, Script, Value } from './script.ts';
import { type Step, suiteTask, unfit } from './suite-task.ts';
import { trapReason, whyItTraps } from './traps.ts';

export interface SuiteEngine {
  readonly name: string;
  readonly run: (request: RunRequest) => Execution | Promise<Execution>;
}

export interface ScriptReport {
  readonly name: string;
  /** Assertions that hold, and modules that run or are refused as they should be. */
  passed: number;
  /** By reason. */
  readonly skipped: Map<string, number>;
  /** One line each; empty if all is well. */
  readonly failures: string[];
}

/** Memory as much as WebAssembly has: the suite tests that bound. */
const limits = { ...limitPresets.relaxed, memoryPages: 65_536 };
const NO_INPUT = new Uint8Array(0);

/** What the gate may refuse, valid as it is. A refusal for any other reason is a failure. */
const features =
  /SIMD|tail calls|0x[0-9a-f]+ is no accepted (type|constant instruction)|one constant instruction|more than one memory|64-bit memory|shared memory|only types of functions/;

interface Subject {
  readonly command: Command;
  /** The module that stands alone, or why there is none. */
  linked: Linked | string;
  readonly acts: { readonly command: Command; readonly action: Action }[];
}

export async function runScript(script: Script, engines: readonly SuiteEngine[]): Promise<ScriptReport> {
  const run = new ScriptRun(script, engines);
  for (const command of script.commands) run.take(command);
  await run.act();
  return run.report;
}

class ScriptRun {
  readonly report: ScriptReport;
  readonly #script: Script;
  readonly #engines: readonly SuiteEngine[];
  readonly #subjects: Subject[] = [];
  readonly #named = new Map<string, Subject>();
  readonly #registered = new Map<string, Subject>();

  constructor(script: Script, engines: readonly SuiteEngine[]) {
    this.#script = script;
    this.#engines = engines;
    this.report = { name: script.name, passed: 0, skipped: new Map(), failures: [] };
  }

  take(command: Command): void {
    const { type, action } = command;
    if (type === 'module') this.#module(command);
    else if (type === 'register') this.#registered.set(command.as!, this.#subject(command.name)!);
    else if (action !== undefined) this.#subject(action.module)!.acts.push({ command, action });
    else if (command.module_type === 'text') this.#skip('is about the text format, which is not ours');
    else if (type === 'assert_uninstantiable') this.#uninstantiable(command);
    else if (type === 'assert_unlinkable') this.#refused(command, ['load', 'security']);
    else if (type === 'assert_invalid' || type === 'assert_malformed') this.#refused(command, ['load']);
    else this.#fail(command, `a command of the unknown type ${type}`);
  }

  async act(): Promise<void> {
    for (const subject of this.#subjects) {
      const { linked } = subject;
      if (typeof linked === 'string') subject.acts.forEach(() => this.#skip(linked));
      else await this.#perform(subject, linked);
    }
  }

  #subject(name: string | undefined): Subject | undefined {
    return name === undefined ? this.#subjects.filter(({ acts }) => acts !== NEVER).at(-1) : this.#named.get(name);
  }

  #module(command: Command): void {
    const subject: Subject = { command, linked: this.#linked(command), acts: [] };
    this.#subjects.push(subject);
    if (command.name !== undefined) this.#named.set(command.name, subject);
    if (typeof subject.linked === 'string') this.#skip(subject.linked);
  }

  /** Decoded and linked, or why not. A module that is linked to others for good takes them with it. */
  #linked(command: Command): Linked | string {
    const decoded = decodeModule(this.#script.bytesOf(command.filename!));
    if (!decoded.ok) return this.#feature(command, decoded.failures[0]!.message);
    const linked = link(decoded.value, (name) => {
      const other = this.#registered.get(name)?.linked;
      return typeof other === 'object' ? other : undefined;
    });
    if (typeof linked === 'string') {
      for (const { module } of decoded.value.imports) this.#share(this.#registered.get(module), linked);
      return linked;
    }
    const gate = prepare(suiteTask(linked, []), limits, true);
    return gate.kind === 'ready' ? linked : this.#feature(command, gate.detail);
  }

  /** The gate refuses a valid module, because of something in it that is not accepted. */
  #feature(command: Command, detail: string): string {
    if (!features.test(detail)) this.#fail(command, `the gate refuses a valid module: ${detail}`);
    return detail.replace(/, at byte \d+$/, '');
  }

  /** From here on another module can change what this one sees. */
  #share(subject: Subject | undefined, why: string): void {
    if (subject === undefined || typeof subject.linked === 'string') return;
    const { linked } = subject;
    const before = subject.acts.splice(0);
    this.#subjects.push({ command: subject.command, linked, acts: before });
    subject.linked = why;
  }

  #uninstantiable(command: Command): void {
    const linked = this.#linked(command);
    if (typeof linked === 'string') this.#skip(linked);
    else this.#subjects.push({ command, linked, acts: NEVER });
  }

  #refused(command: Command, outcomes: readonly string[]): void {
    const gate = prepare(this.#script.bytesOf(command.filename!), limits, true);
    if (gate.kind === 'refused' && outcomes.includes(gate.outcome)) this.report.passed += 1;
    else
      this.#fail(command, `not refused (${command.text ?? ''}) but ${gate.kind === 'ready' ? 'taken' : gate.outcome}`);
  }

  async #perform({ command, acts }: Subject, linked: Linked): Promise<void> {
    if (acts === NEVER) {
      await this.#expectEnd(command, linked, [], 'instantiate');
      return;
    }
    const steps: Step[] = [];
    const expected: { readonly command: Command; readonly value: Value }[] = [];
    const held: Command[] = [];
    let tainted = false;
    for (const { command: asked, action } of acts) {
      const why = unfit(linked, action, tainted) ?? expectsHostReference(asked);
      if (why !== undefined) {
        this.#skip(why);
        tainted = true;
      } else if (asked.type === 'assert_trap' || asked.type === 'assert_exhaustion') {
        const outcome = asked.type === 'assert_trap' ? 'trap' : 'stack';
        const quietly = steps.map((step) => ({ ...step, tells: false }));
        await this.#expectEnd(asked, linked, [...quietly, { action, tells: false }], outcome);
      } else {
        const tells = asked.type === 'assert_return';
        steps.push({ action, tells });
        if (tells) held.push(asked);
        if (tells) for (const value of asked.expected ?? []) expected.push({ command: asked, value });
      }
    }
    const ended = await this.#run(command, linked, steps);
    if (ended?.outcome !== 'ok') this.#fail(command, `ended as ${ended?.outcome}: ${ended?.detail}`);
    else this.#compare(command, ended.output, expected, held);
  }

  #compare(
    command: Command,
    output: Uint8Array,
    expected: readonly { readonly command: Command; readonly value: Value }[],
    told: readonly Command[],
  ): void {
    const view = new DataView(output.buffer, output.byteOffset);
    const wrong = new Set<Command>();
    for (const [at, { command: asked, value }] of expected.entries()) {
      const bits = view.getBigUint64(8 * at, true);
      if (isExpected(bits, value)) continue;
      wrong.add(asked);
      this.#fail(asked, `${asked.action!.field} gave ${bits.toString()} for ${value.type} ${String(value.value)}`);
    }
    if (expected.length * 8 !== output.length) this.#fail(command, `${output.length} bytes of output`);
    // And the module itself, which was to run.
    this.report.passed += told.length - wrong.size + 1;
  }

  async #expectEnd(command: Command, linked: Linked, steps: readonly Step[], outcome: string): Promise<void> {
    const ended = await this.#run(command, linked, steps);
    if (ended === undefined) return;
    const wanted = trapReason(command.text ?? '');
    const why = outcome === 'trap' ? whyItTraps(ended.prepared) : wanted;
    if (ended.outcome !== outcome) this.#fail(command, `ended as ${ended.outcome}, not ${outcome}: ${ended.detail}`);
    else if (why !== wanted) this.#fail(command, `trapped for '${why}', not '${command.text}'`);
    else this.report.passed += 1;
  }

  /** What all engines come to; undefined if they differ, which is a failure. */
  async #run(
    command: Command,
    linked: Linked,
    steps: readonly Step[],
  ): Promise<(Execution & { readonly prepared: Uint8Array }) | undefined> {
    const prepared = prepare(suiteTask(linked, steps), limits, true);
    if (prepared.kind === 'refused') {
      this.#fail(command, `the gate refuses the task made of it: ${prepared.outcome}, ${prepared.detail}`);
      return undefined;
    }
    const { bytes, abi } = prepared;
    const seen = new Map<string, Execution>();
    for (const { name, run } of this.#engines) {
      const { outcome, gas, output, traceHash, detail } = await run({ bytes, abi, input: NO_INPUT, limits });
      const text = `${outcome} ${gas} ${traceHash} ${Buffer.from(output).toString('hex')}`;
      if (!seen.has(text)) seen.set(text, { outcome, gas, output, traceHash, detail: `${name}: ${detail}` });
    }
    if (seen.size === 1) return { ...[...seen.values()][0]!, prepared: bytes };
    const all = [...seen.values()].map(({ outcome, gas, detail }) => `${outcome}, ${gas} gas (${detail})`);
    this.#fail(command, `engines differ: ${all.join('; ')}`);
    return undefined;
  }

  #skip(reason: string): void {
    this.report.skipped.set(reason, (this.report.skipped.get(reason) ?? 0) + 1);
  }

  #fail({ line }: Command, what: string): void {
    this.report.failures.push(`${this.#script.name}.wast:${line}: ${what}`);
  }
}

/** Of a module that must not come to life. */
const NEVER: Subject['acts'] = [];

const expectsHostReference = ({ expected }: Command): string | undefined =>
  expected?.some(({ type, value }) => type === 'externref' && value !== 'null' && value !== undefined)
    ? 'expects a reference of the host’s'
    : undefined;

/** A NaN that is left to the engine must be the one of ours: positive, and the payload's highest bit alone. */
function isExpected(bits: bigint, { type, value }: Value): boolean {
  if (type === 'funcref' || type === 'externref') return (bits === 1n) === (value === 'null');
  if (value?.startsWith('nan:') === true) return bits === (type === 'f32' ? 0x7fc0_0000n : 0x7ff8n << 48n);
  return bits === BigInt(value!);
}
