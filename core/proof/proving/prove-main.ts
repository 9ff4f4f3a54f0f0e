// The entry of a process that proves segments.

import process from 'node:process';
import type { Groth16Proof } from '../groth16/verify.ts';

export interface ProveRequest {
  readonly witness: string;
  readonly provingKey: string;
  /** Every signal that the circuit is told, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export type ProveMessage =
  /** Processor time in seconds. */
  | { readonly kind: 'proven'; readonly proof: Groth16Proof; readonly seconds: number }
  | { readonly kind: 'failed'; readonly problem: string };

/** As snarkjs writes it: projective, with a last coordinate that is one. */
interface WrittenProof {
  readonly pi_a: readonly [string, string, string];
  readonly pi_b: readonly [readonly [string, string], readonly [string, string], readonly [string, string]];
  readonly pi_c: readonly [string, string, string];
}

async function prove({ witness, provingKey, inputs }: ProveRequest): Promise<Groth16Proof> {
  const { wtns, groth16 } = await import('snarkjs');
  const values = { type: 'mem' } as const;
  await wtns.calculate(inputs, witness, values);
  const { proof } = await groth16.prove(provingKey, values, undefined, { singleThread: true });
  const { pi_a: a, pi_b: b, pi_c: c } = proof as WrittenProof;
  return { a: [a[0], a[1]], b: [b[0], b[1]], c: [c[0], c[1]] };
}

process.on('message', (request: ProveRequest) => {
  const before = process.cpuUsage();
  prove(request).then(
    (proof) => {
      const { user, system } = process.cpuUsage(before);
      process.send?.({ kind: 'proven', proof, seconds: (user + system) / 1e6 } satisfies ProveMessage);
    },
    (error: unknown) =>
      process.send?.({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) }),
  );
});
