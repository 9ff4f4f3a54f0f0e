// Whether a prover could lie without one of the constraints: what is forged is false, the circuit without the constraint
// accepts it, and the whole one does not.

import { emulate } from '../../../core/proof/machine/emulator.ts';
import { PageTree } from '../../../core/proof/machine/page-tree.ts';
import { committed, stateHash } from '../../../core/proof/machine/state.ts';
import { programTree } from '../../../core/proof/segments/segment.ts';
import { sealed } from './arguments.ts';
import { forge, type Inputs, type Lie, type Machine, memoryOf, registersOf } from './forged-trace.ts';
import { type Forgery, type Removal, SHAPE } from './removal.ts';
import type { Circuit } from './weakened.ts';

/** A number that nothing binds. */
const EXTRA = 'forged';

export const inputsOf = (machine: Machine, lie: Lie): Inputs => sealed(forge(machine, lie, SHAPE));

/** What is wrong; undefined if the forgery shows what it should. */
export async function remarkOn({ text, forgery }: Removal, whole: Circuit, weak: Circuit): Promise<string | undefined> {
  const found =
    forgery.kind === 'unbound' ? await unboundRemark(forgery, whole, weak) : await remark(forgery, whole, weak);
  return found === undefined ? undefined : `${text} ${found}`;
}

async function remark({ kind, machine, lie }: Forgery, whole: Circuit, weak: Circuit): Promise<string | undefined> {
  const inputs = inputsOf(machine, lie);
  if (kind === 'false' && isTrue(machine, inputs)) return 'is not missed by a false statement: this one is true';
  if (kind === 'outside' && !isOutside(inputs)) return 'is not missed by a machine that there is none of: this is one';
  if ((await weak.challenge(inputs)) === undefined) return 'is not missed: the forgery is refused without it';
  return (await whole.challenge(withoutExtra(inputs))) === undefined
    ? undefined
    : 'IS OF NO USE: the whole circuit accepts it';
}

/** Two choices under one challenge, which is to depend on every choice. */
async function unboundRemark(forgery: Forgery, whole: Circuit, weak: Circuit): Promise<string | undefined> {
  const choices = [forgery.lie, forgery.other!].map((lie) => inputsOf(forgery.machine, lie));
  const both = async (circuit: Circuit): Promise<boolean> => {
    const [one, other] = [await circuit.challenge(choices[0]!), await circuit.challenge(choices[1]!)];
    return one !== undefined && one === other;
  };
  if (!(await both(weak))) return 'is not missed: the challenge tells the choices apart without it';
  return (await both(whole)) ? 'IS OF NO USE: the challenge does not tell the choices apart' : undefined;
}

/** Without the input that only the weakened circuit has. */
const withoutExtra = (inputs: Inputs): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== EXTRA));

/** Whether so many steps of this program lead from this state to that one. */
function isTrue(machine: Machine, inputs: Inputs): boolean {
  const { program, pc, gas } = machine;
  const state = { pc, gas, registers: registersOf(machine), memory: memoryOf(machine, SHAPE) };
  const root = (): bigint => new PageTree(state.memory, SHAPE.memoryDepth).root;
  const begins =
    inputs['stateIn'] === stateHash(committed(state, root())) && inputs['program'] === programTree(program, SHAPE).root;
  if (!begins) throw new Error('the forgery is about another machine');
  try {
    const { steps } = emulate(program, state, Number(inputs['steps']));
    return BigInt(steps) === inputs['steps'] && inputs['stateOut'] === stateHash(committed(state, root()));
  } catch {
    // Not a state that the machine goes on from.
    return false;
  }
}

const WORD = 1n << 32n;
const INSTRUCTION = 1n << 48n;

/** Whether a register or an instruction is beyond its bits. */
const isOutside = (inputs: Inputs): boolean =>
  (inputs['m0'] as bigint[]).some((value) => value >= WORD) ||
  (inputs['code'] as bigint[]).some((word) => word >= INSTRUCTION);
