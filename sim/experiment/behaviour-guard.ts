// A fence around a behaviour that a user wrote. A liar may say anything that can be said, but not what no message can
// carry, and nothing that keeps a run from ever ending.

import { z } from 'zod';

import type { Duration } from '../../core/foundation/index.ts';
import type { Message, Telemetry, Work, WorkResult } from '../../core/protocol/index.ts';
import type { Behaviour, BehaviourDefinition } from '../adversary/index.ts';
import { RunFault } from '../world/index.ts';
import { calling, method, shapeProblems } from './own-guard.ts';

/** Messages without which a task is never answered. */
const AWAITED = ['result', 'claim', 'data'];
const SKIPPING = ['no', 'made-up', 'silent'];
const LARGEST_OUTPUT = 2 ** 32 - 1;

/** The same behaviour, watched: throws RunFault when it throws, has a wrong shape or says what cannot be said. */
export function guardBehaviour(definition: BehaviourDefinition, file: string): BehaviourDefinition {
  return {
    ...definition,
    create: (parameters, means) => {
      const behaviour = calling('behaviour', 'create', file, () => definition.create(parameters, means));
      const problems = shapeProblems('behaviour', BEHAVIOUR, behaviour, file, 'create()');
      if (problems.length > 0) throw new RunFault(problems);
      return fence(behaviour, new Fence(file, definition.silent === true));
    },
  };
}

function fence(inner: Behaviour, guard: Fence): Behaviour {
  const { badSegments } = inner;
  return {
    ...(badSegments === undefined ? {} : { badSegments }),
    ...(inner.skips && { skips: (work, now) => guard.skips(work, () => inner.skips!(work, now)) }),
    ...(inner.claims && { claims: (result, now) => guard.claims(result, () => inner.claims!(result, now)) }),
    ...(inner.delays && { delays: (message, now) => guard.delays(message, () => inner.delays!(message, now)) }),
    ...(inner.alters && {
      alters: (message, to, now) => guard.alters(message, () => inner.alters!(message, to, now)),
    }),
    ...(inner.senses && { senses: (telemetry) => guard.senses(telemetry, () => inner.senses!(telemetry)) }),
  };
}

type Skipping = ReturnType<NonNullable<Behaviour['skips']>>;

class Fence {
  readonly #file: string;
  readonly #silent: boolean;

  constructor(file: string, silent: boolean) {
    this.#file = file;
    this.#silent = silent;
  }

  skips(_: Work, call: () => Skipping): Skipping {
    const said = this.#calling('skips', call);
    if (!SKIPPING.includes(said)) throw this.#wrong('skips', "'no', 'made-up' or 'silent'", said);
    if (said === 'silent' && !this.#silent) throw this.#tooQuiet("skips returned 'silent'");
    return said;
  }

  claims(honest: WorkResult, call: () => WorkResult): WorkResult {
    const said = this.#calling('claims', call);
    this.#checkAbout('claims', honest, said);
    const { outcome, output, gas, elapsed } = said;
    const numbers = [gas, elapsed].every((value) => Number.isFinite(value) && value >= 0);
    if (typeof outcome !== 'string' || !numbers)
      throw this.#wrong('claims', 'a result like the one it was given', said);
    this.#checkOutput('claims', output);
    return said;
  }

  delays(message: Message, call: () => Duration): Duration {
    const said = this.#calling('delays', call);
    if (typeof said !== 'number' || !(said >= 0)) {
      throw this.#wrong('delays', 'microseconds: a number from 0, or Infinity for never', said);
    }
    if (said === Infinity && !this.#silent && AWAITED.includes(message.type)) {
      throw this.#tooQuiet(`delays returned Infinity for a message of the type ${message.type}`);
    }
    return (said === Infinity ? said : Math.round(said)) as Duration;
  }

  alters(honest: Message, call: () => Message): Message {
    const said = this.#calling('alters', call);
    this.#checkAbout('alters', honest, said);
    if (said.type !== honest.type) throw this.#wrong('alters', `a message of the type ${honest.type}`, said);
    if (said.type === 'result') this.#checkOutput('alters', said.output);
    return said;
  }

  senses(honest: Telemetry, call: () => Telemetry): Telemetry {
    const said = this.#calling('senses', call);
    const keys = Object.keys(honest) as (keyof Telemetry)[];
    if (typeof said !== 'object' || !keys.every((key) => typeof said[key] === 'number' && !Number.isNaN(said[key]))) {
      throw this.#wrong('senses', `numbers for ${keys.join(', ')}`, JSON.stringify(said));
    }
    return said;
  }

  #calling<T>(what: string, call: () => T): T {
    return calling('behaviour', what, this.#file, call);
  }

  /** What is about a copy of a task stays about it: anything else would be an answer to nobody. */
  #checkAbout(what: string, honest: object, said: unknown): void {
    if (typeof said !== 'object' || said === null)
      throw this.#wrong(what, 'what it was given, or a changed copy', said);
    for (const key of ['task', 'copy']) {
      const [before, after] = [honest, said].map((each) => (each as Record<string, unknown>)[key]);
      if (before !== after) throw this.#wrong(what, `the same ${key}: ${String(before)}`, String(after));
    }
  }

  #checkOutput(what: string, output: unknown): void {
    if (Number.isInteger(output) && Number(output) >= 0 && Number(output) <= LARGEST_OUTPUT) return;
    throw this.#wrong(what, 'an output that is a whole number of 32 bits', output);
  }

  #wrong(what: string, expected: string, got: unknown): RunFault {
    const message = `${this.#file}: ${what} returned what no node can say.`;
    return new RunFault([{ code: 'behaviour-choice', message, expected, got: String(got) }]);
  }

  #tooQuiet(what: string): RunFault {
    const message = `${this.#file}: ${what}, but its definition does not say that it leaves tasks without an answer.`;
    const hint = 'Write "silent: true" beside its name; scenarios that use it then need "expires", so that tasks end.';
    return new RunFault([{ code: 'behaviour-choice', message, hint }]);
  }
}

const BEHAVIOUR: z.ZodType = z.object({
  skips: method.optional(),
  claims: method.optional(),
  delays: method.optional(),
  alters: method.optional(),
  senses: method.optional(),
  badSegments: z.int().min(1).optional(),
});
