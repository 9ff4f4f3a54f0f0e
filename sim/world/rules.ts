// The rules of a cell, as the coordinator takes them.

import { assert, type Duration, type Probability, type TaskId } from '../../core/foundation/index.ts';
import type { CoordinatorSettings } from '../../core/mesh/index.ts';
import type { ModelledWork } from '../../core/protocol/index.ts';
import { findDetector, findReputationRule } from '../../core/reputation/index.ts';
import { findPolicy, type Machine, modelledMachine, programMachine } from '../../core/verification/index.ts';
import type { Cell } from '../scenario/cells.ts';
import { refereeOf } from './defects.ts';
import { modelledOutput } from './device.ts';
import { type OpenProgram, truthOf } from './executor.ts';
import { type Proving, provenMachine } from './proving.ts';
import type { ExecutableOf } from './traces.ts';

type Rules = Pick<
  CoordinatorSettings,
  | 'reputation'
  | 'detection'
  | 'verification'
  | 'breaker'
  | 'heartbeat'
  | 'missed'
  | 'abandonAfter'
  | 'patience'
  | 'attempts'
>;

interface Refereed {
  /** Of traces, if they are not modelled. */
  readonly machine?: Machine | undefined;
  /** Of proofs, if some are really made. */
  readonly proving?: Proving;
  /** Of tasks that are executed in truth, by segments. */
  readonly traces?: ExecutableOf;
}

/** `programs`: by workload, what its tasks run in truth. */
export function rulesOf(
  { reputation, detector, defects, verification, breaker, liveness, recovery }: Cell,
  programs: readonly (OpenProgram | undefined)[] = [],
  { machine, proving, traces }: Refereed = {},
): Rules {
  const { heartbeat, missed, abandon, patience, attempts } = liveness;
  const rule = findReputationRule(reputation.rule);
  assert(rule !== undefined, 'a resolved cell names a reputation rule that exists', { rule: reputation.rule });
  return {
    reputation: rule.create(reputation.forgetting as Probability),
    ...(detector && { detection: { detector: findDetector(detector.rule)!, threshold: detector.threshold } }),
    ...verificationOf(verification, truthOfWork(programs), (modelled) => {
      const truly = proving === undefined ? modelled : provenMachine(modelled, proving, programs);
      const traced = traces === undefined ? truly : programMachine(truly, traces);
      return refereeOf(machine ?? traced, defects);
    }),
    breaker,
    heartbeat,
    missed,
    abandonAfter: recovery === 'lose' ? (0 as Duration) : abandon,
    patience,
    attempts,
  };
}

/** What work comes to, on any machine that does it. */
export function truthOfWork(
  programs: readonly (OpenProgram | undefined)[] = [],
): (task: TaskId, work: ModelledWork) => number {
  return (task, { program, source }) =>
    program === undefined ? modelledOutput(task) : truthOf(programs[source]!, program);
}

function verificationOf(
  { policy, parameters }: Cell['verification'],
  reference: NonNullable<Rules['verification']>['reference'],
  proven: (modelled: Machine) => Machine,
): Pick<Rules, 'verification'> {
  const definition = findPolicy(policy);
  assert(definition !== undefined, 'a resolved cell names a policy that exists', { policy });
  if (definition.name === 'none') return {};
  const machine = proven(modelledMachine(reference));
  return { verification: { policy: (bench) => definition.create(parameters, bench), reference, machine } };
}
