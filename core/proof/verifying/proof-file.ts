// Proofs as files: JSON, one form for each proof (docs/proofs.md). Whatever else a file holds, reading it gives a proof
// or says what is wrong.

import { z } from 'zod';
import { failed, type Result, success } from '../../foundation/index.ts';
import { type Outcome, outcomes } from '../../protocol/index.ts';
import { FIELD } from '../groth16/field.ts';
import { parseDecimal } from '../groth16/points.ts';
import { PAGE_WORDS, type Path } from '../machine/page-tree.ts';
import { type CircuitName, circuitNames } from '../segments/circuit-shape.ts';
import type { Claimant } from './statement.ts';

const PROOF_FORMAT = 'ambient-proof/1';
export const PROOF_BYTES_MAX: number = 64 * 2 ** 20;

export interface ProofFile extends Claimant {
  readonly circuit: CircuitName;
  /** SHA-256 of the verification key, for who looks for the right one. */
  readonly key: string;
  readonly module: Uint8Array;
  readonly input: Uint8Array;
  readonly outcome: Outcome;
  readonly output: Uint8Array;
  readonly end: OpenedState;
  /** In order. Each begins where the one before ended, the first where the task does. */
  readonly segments: readonly ProvenSegment[];
}

/** The state in which the run halted. */
export interface OpenedState {
  readonly pc: number;
  readonly gas: number;
  readonly registers: readonly number[];
  readonly memoryRoot: bigint;
  /** Those that the output lies in. */
  readonly pages: readonly OpenedPage[];
}

export interface OpenedPage {
  readonly page: number;
  readonly words: readonly number[];
  readonly path: Path;
}

export interface ProvenSegment {
  readonly steps: number;
  readonly stateOut: bigint;
  /** Whatever stands there: whether it is a proof is for the verifier to say. */
  readonly proof: { readonly a: unknown; readonly b: unknown; readonly c: unknown };
}

export function writeProof(file: ProofFile): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const { end } = file;
  const written = {
    format: PROOF_FORMAT,
    circuit: file.circuit,
    key: file.key,
    prover: file.prover,
    nonce: file.nonce,
    module: base64(file.module),
    input: base64(file.input),
    outcome: file.outcome,
    output: base64(file.output),
    end: {
      pc: end.pc,
      gas: end.gas,
      registers: end.registers,
      memoryRoot: String(end.memoryRoot),
      pages: end.pages.map(({ page, words, path }) => ({ page, words, path: path.map((each) => each.map(String)) })),
    },
    segments: file.segments.map(({ steps, stateOut, proof }) => ({ steps, stateOut: String(stateOut), proof })),
  };
  return `${JSON.stringify(written, null, 1)}\n`;
}

export const isProver = (value: string): boolean => value.length > 0 && value.length <= 128;
export const isNonce = (value: string): boolean => value.length % 2 === 0 && /^[0-9a-f]{2,64}$/.test(value);

const whole = (most: number) => z.int().min(0).max(most);
const word = whole(0xffff_ffff);
const element = z
  .string()
  .refine((text) => parseDecimal(text, FIELD) !== undefined, 'no decimal below the order of the field')
  .transform((text) => BigInt(text));
/** In the one form that its bytes have. */
const bytes = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'not base64')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const page = z.strictObject({
  page: whole(2 ** 24),
  words: z.array(word).length(PAGE_WORDS),
  path: z.array(z.array(element).length(4)),
});

const schema = z.strictObject({
  format: z.literal(PROOF_FORMAT),
  circuit: z.enum(circuitNames),
  key: z.string().regex(/^[0-9a-f]{64}$/, 'no SHA-256'),
  prover: z.string().refine(isProver, '1 to 128 characters are expected'),
  nonce: z.string().refine(isNonce, '2 to 64 hex digits, in pairs, are expected'),
  module: bytes,
  input: bytes,
  outcome: z.enum(outcomes),
  output: bytes,
  end: z.strictObject({
    pc: whole(0xffff),
    gas: whole(Number.MAX_SAFE_INTEGER),
    registers: z.array(word).length(32),
    memoryRoot: element,
    pages: z.array(page),
  }),
  segments: z.array(
    z.strictObject({
      steps: whole(0xffff),
      stateOut: element,
      proof: z.strictObject({ a: z.unknown(), b: z.unknown(), c: z.unknown() }),
    }),
  ),
});

/** Fails as `proof-malformed`; never throws. */
export function readProof(text: string): Result<ProofFile> {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return malformed('it is not JSON');
  }
  const { success: fits, data, error } = schema.safeParse(written);
  if (fits) return success(data);
  const [issue] = error.issues;
  return malformed(`${issue!.path.length === 0 ? 'it' : issue!.path.join('.')}: ${issue!.message}`);
}

const malformed = (why: string): Result<never> =>
  failed({ code: 'proof-malformed', message: `this is no proof: ${why}` });
