// What a referee knows of programs that are executed in truth: it executes a segment again, from a state that it is
// shown and holds against the commitment.

import { bytesOfHex } from '../foundation/index.ts';
import { type ModelledWork, outputOfClaim } from '../protocol/index.ts';
import { type Executable, endedState } from './course.ts';
import { type Machine, same } from './machine.ts';
import { opensInTree } from './program-trace.ts';

/** `executableOf`: undefined of work whose trace is modelled. */
export function programMachine(
  modelled: Machine,
  executableOf: (work: ModelledWork, segments: number) => Executable | undefined,
): Machine {
  return {
    ...modelled,
    known: (claimed, cut) => {
      const executable = executableOf(claimed.work, claimed.segments);
      if (executable === undefined) return modelled.known(claimed, cut);
      return cut === 0 ? executable.first : undefined;
    },
    opens: (claimed, root, cut, opening) =>
      executableOf(claimed.work, claimed.segments) === undefined
        ? modelled.opens(claimed, root, cut, opening)
        : opensInTree(root, cut, claimed.segments, opening),
    step: (claimed, cut, state, evidence, path) => {
      const executable = executableOf(claimed.work, claimed.segments);
      if (executable === undefined) return modelled.step(claimed, cut, state, evidence, path);
      return executable.again(state, evidence, cut === claimed.segments - 1);
    },
    // The last state is the end of a run that comes to what it has returned.
    stands: (claimed, { answer }, _root, last) => {
      if (executableOf(claimed.work, claimed.segments) === undefined) return true;
      if (answer === undefined || outputOfClaim(answer.executionHash) !== claimed.output) return false;
      const claim = bytesOfHex(answer.executionHash);
      return claim !== undefined && same(endedState(claim), last.state);
    },
  };
}
