// Proofs that were ordered in a mesh: packed, held against a claim, and in a run whose nodes really make them.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimOf, limitPresets } from '../../core/execution/index.ts';
import { partyId, sha256, taskId } from '../../core/foundation/index.ts';
import { FIELD } from '../../core/proof/groth16/field.ts';
import {
  circuitShapes,
  claimantOf,
  ProverPool,
  packProof,
  planProof,
  provePlan,
  provesResult,
  readVerificationKey,
  Verifier,
} from '../../core/proof/index.ts';
import { type Packed, packedSize, unpackProof } from '../../core/proof/verifying/packed-proof.ts';
import { type Digest, type Outcome, outputOfClaim } from '../../core/protocol/index.ts';
import { loadScenarioFile, runCell } from '../../sim/experiment/index.ts';
import { testWorkshop } from './keys.ts';
import { moduleWith, words } from './modules.ts';

const shape = circuitShapes.test;
const workshop = testWorkshop();
const order = { segments: 2, gas: 1, nonce: 0xbadcafe };
const [prover, task] = [partyId(7), taskId(partyId(1), 5)];

let verifier: Verifier;
let about: Parameters<typeof provesResult>[2];
let honest: Packed;

beforeAll(async () => {
  const key = await readVerificationKey(workshop.verificationKey);
  const module = await moduleWith('i32.add');
  const input = words(30, 12);
  const plan = planProof(module, input, claimantOf(prover, task, order), shape);
  if (!key.ok || !plan.ok) throw new Error('there is nothing to prove, or no key');
  verifier = await Verifier.open(shape, key.value);
  const pool = new ProverPool({ ...workshop, workers: 2 });
  const segments = await provePlan(pool, plan.value);
  pool.close();
  if (!segments.ok) throw new Error(segments.failures[0]!.message);
  honest = { ...plan.value.file, segments: segments.value };
  about = { module, input, limits: 'default', claimant: claimantOf(prover, task, order) };
}, 600_000);

/** The number of the claim that a node would make of such an end. */
function resultOf({ outcome, output, end }: { outcome: Outcome; output: Uint8Array; end: { gas: number } }): number {
  const { module, input } = about;
  const claimed = { module: sha256(module), input: sha256(input), abi: 'task', limits: limitPresets.default } as const;
  return outputOfClaim(claimOf(claimed, { outcome, output, gas: BigInt(end.gas) }) as Digest);
}

const holds = (bytes: Uint8Array, result = resultOf(honest), whose = about): boolean =>
  provesResult(verifier, shape, whose, result, bytes);

describe('a proof that was ordered', () => {
  it('holds, and is as long for the same run whoever made it', () => {
    const bytes = packProof(honest, shape);
    expect(holds(bytes)).toBe(true);
    expect(bytes.length).toBe(packedSize(honest.segments.length, honest.output.length, 1, shape));
    expect(packProof(unpackProof(bytes, shape)!, shape)).toEqual(bytes);
  });

  it('proves no other result, though its claim is made to fit', () => {
    const others = [
      { ...honest, output: words(43) },
      { ...honest, outcome: 'trap' as const, output: new Uint8Array(0) },
      { ...honest, end: { ...honest.end, gas: honest.end.gas + 1 } },
    ];
    for (const other of others) expect(holds(packProof(other, shape), resultOf(other))).toBe(false);
    expect(holds(packProof(honest, shape), resultOf(honest) + 1)).toBe(false);
  });

  it('is of no use to another node, for another task, or under another nonce', () => {
    const bytes = packProof(honest, shape);
    const stolen = [
      claimantOf(partyId(8), task, order),
      claimantOf(prover, taskId(partyId(1), 6), order),
      claimantOf(prover, task, { nonce: order.nonce + 1 }),
    ];
    for (const claimant of stolen) expect(holds(bytes, resultOf(honest), { ...about, claimant })).toBe(false);
    expect(holds(bytes, resultOf(honest), { ...about, input: words(12, 30) })).toBe(false);
  });

  it('is not accepted with any byte changed, cut short, or longer', () => {
    const bytes = packProof(honest, shape);
    const accepted: number[] = [];
    for (let at = 0; at < bytes.length; at += 23) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (at % 8);
      if (holds(changed)) accepted.push(at);
      if (holds(bytes.subarray(0, at))) accepted.push(at);
    }
    expect(accepted).toEqual([]);
    expect(holds(Uint8Array.of(...bytes, 0))).toBe(false);
  });

  it('has one form: a number beyond the field is refused', () => {
    const alias = { ...honest, end: { ...honest.end, memoryRoot: honest.end.memoryRoot + FIELD } };
    expect(unpackProof(packProof(alias, shape), shape)).toBeUndefined();
  });
});

describe('a mesh whose proofs are real', () => {
  const scenario = (task: string, nodes: string, tasks: number): string => `
version: 1
name: proven
seed: 1
stop: { tasks: ${tasks} }
nodes: [{ group: n, count: 1${nodes} }]
network: { latency: 10 ms }
workload: [{ name: sums, task: ${task}, arrivals: { every: 1 min }, expires: 1 h }]
scheduling: round-robin
verification: { policy: zk, circuit: test, proving: 1e8, largest: 10 }
fidelity: { proof: real }
`;

  async function run(
    behaviour: string,
    task = './sum.wasm, input: random-8',
    tasks = 2,
  ): Promise<Awaited<ReturnType<typeof runCell>>['result']> {
    const folder = mkdtempSync(join(tmpdir(), 'ambient-proven-'));
    writeFileSync(join(folder, 'sum.wasm'), await moduleWith('i32.add'));
    writeFileSync(join(folder, 'proven.yaml'), scenario(task, behaviour, tasks));
    const loaded = await loadScenarioFile(join(folder, 'proven.yaml'));
    if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join());
    const means = { cache: dirname(workshop.folder), provers: 2 };
    return (await runCell(loaded.value.scenario.cells[0]!, 1, { proving: means })).result;
  }

  it('accepts what is proven, twice alike', async () => {
    const first = await run('', undefined, 1);
    expect(first.metrics).toMatchObject({ 'tasks.completed': 1, 'proofs.refused': 0, 'stake.lost': 0 });
    expect(first.metrics['proofs.segments']).toBeGreaterThan(1);
    expect(await run('', undefined, 1)).toEqual(first);
  }, 600_000);

  it('refuses a stolen proof: its thief loses its stake', async () => {
    const { metrics, invariants } = await run(', behaviour: { proof-thief: { rate: 0 } }', undefined, 2);
    // The first proof is its own.
    expect(metrics).toMatchObject({ 'tasks.completed': 0.5, 'wrong.accepted': 0 });
    expect(metrics['proofs.refused']).toBeGreaterThan(0);
    expect(metrics['stake.lost']).toBeGreaterThan(0);
    expect(invariants.filter(({ held }) => !held)).toEqual([]);
  }, 600_000);

  it('says which task cannot be proven, and why', async () => {
    await expect(run('', 'n-body')).rejects.toMatchObject({
      failures: [{ code: 'not-flattened', path: 'workload[0].task' }],
    });
  });
});
