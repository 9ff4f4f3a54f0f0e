// The section `verification`: a policy by name, and its parameters.

import { z } from 'zod';
import { failed, success } from '../../core/foundation/index.ts';
import { findPolicy, policies } from '../../core/verification/index.ts';
import { defaults } from './defaults.ts';
import type { SchemaFailure } from './issues.ts';
import { leaf } from './kit.ts';
import * as messages from './messages.ts';
import { parameterFields, type ReadParameters, readParameters, writeParameters } from './parameters.ts';
import type { Plain } from './tree.ts';
import type { Calibration, Cell } from './types.ts';

export interface WrittenVerification {
  readonly policy: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const NAMES = policies.map(({ name }) => name);

const policy: z.ZodType<string> = leaf(
  'the name of a verification policy',
  { type: 'string', enum: NAMES, description: 'How results are verified: see "ambient list policies".' },
  (written) => {
    if (typeof written !== 'string') return failed(messages.wrongType('the name of a verification policy'));
    if (findPolicy(written) !== undefined) return success(written);
    return failed(messages.unknownName('verification policy', written, NAMES));
  },
);

const policyMapping = z
  .looseObject(
    { policy: policy.prefault(defaults.verification.policy), ...parameterFields(policies) },
    {
      error: () => JSON.stringify({ expected: '{ policy, … } with the parameters of the policy' }),
    },
  )
  .transform(({ policy: name, ...parameters }): WrittenVerification => ({ policy: name, parameters }));

export const verification: z.ZodType<WrittenVerification> = z
  .union([policy.transform((name): WrittenVerification => ({ policy: name, parameters: {} })), policyMapping])
  .meta({ description: 'How results are verified.' })
  .prefault(defaults.verification);

export interface ChosenVerification {
  readonly chosen: Cell['verification'];
  readonly failures: readonly SchemaFailure[];
  readonly notes: readonly string[];
}

/** What a file leaves open about proofs is as it was measured, if it was. */
export function chooseVerification(
  { policy: name, parameters }: WrittenVerification,
  calibration?: Calibration,
): ChosenVerification {
  const read: ReadParameters = readParameters(parameters, findPolicy(name)!, {
    section: 'verification',
    noun: 'verification policy',
    all: policies,
    keys: ['policy'],
  });
  const measured = name === 'zk' ? calibration?.circuits[String(read.parameters['circuit'])] : undefined;
  const open = Object.entries(measured ?? {}).filter(([key]) => !Object.hasOwn(parameters, key));
  const chosen = { policy: name, parameters: { ...read.parameters, ...Object.fromEntries(open) } };
  return { chosen, failures: read.failures, notes: read.notes };
}

export function writeVerification(written: WrittenVerification, calibration?: Calibration): Plain {
  const { chosen } = chooseVerification(written, calibration);
  return { policy: chosen.policy, ...writeParameters(chosen.parameters, findPolicy(chosen.policy)!.parameters) };
}
