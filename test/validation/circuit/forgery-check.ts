// Whether a prover could lie without one of the constraints: what is forged is false, the circuit without the constraint
// accepts it, and the whole one does not.

import { AssertionFailure } from '../../../core/foundation/index.ts';
import { emulate } from '../../../core/proof/machine/emulator.ts';
import { PageTree } from '../../../core/proof/machine/page-tree.ts';
import { committed, stateHash } from '../../../core/proof/machine/state.ts';
import { programTree } from '../../../core/proof/segments/segment.ts';
import { forge, type Lie, type Told, told } from './forged-trace.ts';
import type { Claim, Unbound } from './forgery.ts';
import { type Machine, memoryOf, registersOf } from './machine.ts';
import type { Removal } from './removal.ts';
import { SHAPE } from './shape.ts';
import type { Circuit } from './weakened.ts';

export const toldOf = (machine: Machine, lie: Lie): Told => told(forge(machine, lie));

/** What is wrong; undefined if the forgery shows what it should. */
export async function remarkOn({ text, forgery }: Removal, whole: Circuit, weak: Circuit): Promise<string | undefined> {
  const found = await (forgery.kind === 'unbound'
    ? unboundRemark(forgery, whole, weak)
    : claimRemark(forgery, whole, weak));
  return found === undefined ? undefined : `${text} ${found}`;
}

async function claimRemark({ kind, machine, lie }: Claim, whole: Circuit, weak: Circuit): Promise<string | undefined> {
  const { forged, ...all } = toldOf(machine, lie);
  if (kind === 'false' && isTrue(machine, all)) return 'is not missed by a false statement: this one is true';
  if (kind === 'outside' && !isOutside(all)) return 'is not missed by a machine that there is none of: this is one';
  const wanted = forged === undefined ? all : { ...all, forged };
  if ((await weak.challenge(wanted)) === undefined) return 'is not missed: the forgery is refused without it';
  return (await whole.challenge(all)) === undefined ? undefined : 'IS OF NO USE: the whole circuit accepts it';
}

async function unboundRemark(
  { machine, choices }: Unbound,
  whole: Circuit,
  weak: Circuit,
): Promise<string | undefined> {
  const [one, other] = choices.map((lie) => toldOf(machine, lie)) as [Told, Told];
  const isBlind = async (circuit: Circuit): Promise<boolean> => {
    const challenge = await circuit.challenge(one);
    return challenge !== undefined && challenge === (await circuit.challenge(other));
  };
  if (!(await isBlind(weak))) return 'is not missed: the challenge tells the choices apart without it';
  return (await isBlind(whole)) ? 'IS OF NO USE: the challenge does not tell the choices apart' : undefined;
}

/** Whether so many steps of this program lead from this state to that one. */
function isTrue(machine: Machine, all: Told): boolean {
  const { program, pc, gas } = machine;
  const state = { pc, gas, registers: registersOf(machine), memory: memoryOf(machine) };
  const hash = (): bigint => stateHash(committed(state, new PageTree(state.memory, SHAPE.memoryDepth).root));
  if (all.stateIn !== hash() || all.program !== programTree(program, SHAPE).root)
    throw new Error('the forgery is about another machine');
  try {
    const { steps } = emulate(program, state, Number(all.steps));
    return BigInt(steps) === all.steps && all.stateOut === hash();
  } catch (error) {
    // An address that the machine does not go on from.
    if (error instanceof AssertionFailure) return false;
    throw error;
  }
}

const WORD = 1n << 32n;
const INSTRUCTION = 1n << 48n;

/** Whether a register or an instruction is beyond its bits. */
const isOutside = ({ m0, code }: Told): boolean =>
  m0.some((value) => value >= WORD) || code.some((word) => word >= INSTRUCTION);
