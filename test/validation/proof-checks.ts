// Whatever runs can be proven: random programs satisfy the constraints of the small circuit, and real proofs of programs,
// chains of segments and traps hold.

import fc from 'fast-check';
import {
  circuitShapes,
  inputsOf,
  type Plan,
  ProverPool,
  planProof,
  provePlan,
  readVerificationKey,
  sizeOfProof,
  Verifier,
} from '../../core/proof/index.ts';
import makeKeys, { testWorkshop } from '../proof/keys.ts';
import { integerModule } from '../wasm-modules.ts';
import { taskOf } from '../wat.ts';
import type { Check, Outcome, Tell } from './check.ts';

const shape = circuitShapes.test;
const PART = 100;
const PARTS = 10;
const PROVEN = 20;
const CHAINS = [1, 2, 50] as const;
/** Programs that take longer are drawn again: a segment is one of twelve steps. */
const SEGMENTS_MAX = 200;
const PROVEN_SEGMENTS_MAX = 12;
/** About as long as so many tasks. */
const TASKS = 10_000_000;

interface Task {
  readonly module: Uint8Array;
  readonly input: Uint8Array;
}

/** Random programs that take no more segments. */
function* plans(seed: number, segmentsMax: number): Generator<Plan> {
  for (let draw = 0; ; draw += 1) {
    const [{ module, input }] = fc.sample(integerModule, { seed: 1_000_003 * seed + draw, numRuns: 1 }) as [Task];
    const size = sizeOfProof(module, input, shape);
    if (!size.ok || size.value.segments > segmentsMax) continue;
    yield planOf({ module, input });
  }
}

function planOf({ module, input }: Task): Plan {
  const plan = planProof(module, input, { prover: 'soak', nonce: '00' }, shape);
  if (!plan.ok) throw new Error(plan.failures[0]!.message);
  return plan.value;
}

function* first<T>(count: number, all: Iterable<T>): Generator<T> {
  let left = count;
  for (const each of all) {
    if (left-- === 0) return;
    yield each;
  }
}

const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} ${name}`).join(', ');

const count = (counts: Map<string, number>, name: string, by = 1): void =>
  void counts.set(name, (counts.get(name) ?? 0) + by);

/** Of each program one segment: the first one, one between, or the last. */
async function satisfiedBy(index: number, tell: Tell): Promise<Outcome> {
  await makeKeys();
  const { satisfied, witnessOf } = await import('../proof/witness.ts');
  const failures: string[] = [];
  const counts = new Map<string, number>();
  let done = 0;
  for (const plan of first(PART, plans(index, SEGMENTS_MAX))) {
    const last = plan.segments - 1;
    const at = [0, (31 * done) % plan.segments, last][done % 3]!;
    const [segment] = [...first(at + 1, plan.eachSegment())].slice(at);
    const values = await witnessOf(inputsOf(plan.statement, segment!)).catch(() => undefined);
    if (values === undefined || !satisfied(values)) failures.push(`program ${index}/${done}, segment ${at}`);
    else count(counts, 'satisfied');
    if (segment!.steps < shape.steps) count(counts, at === last ? 'ended with the run' : 'ended early');
    count(counts, `of a run that came to ${plan.file.outcome}`);
    done += 1;
    tell(done, PART);
  }
  const passed = failures.length === 0 && counts.get('satisfied') === PART;
  return { passed, rows: [], remarks: [counted(counts), ...failures] };
}

async function provenAll(tasks: Iterable<Plan>, total: number, tell: Tell): Promise<Outcome> {
  await makeKeys();
  const workshop = testWorkshop();
  const key = await readVerificationKey(workshop.verificationKey);
  if (!key.ok) throw new Error(key.failures[0]!.message);
  const verifier = await Verifier.open(shape, key.value);
  const pool = new ProverPool({ ...workshop, workers: 1 });
  const failures: string[] = [];
  const counts = new Map<string, number>();
  let done = 0;
  for (const plan of tasks) {
    const segments = await provePlan(pool, plan);
    if (!segments.ok) throw new Error(segments.failures[0]!.message);
    const verdict = verifier.verify({ ...plan.file, key: key.value.hash, segments: segments.value });
    if (!verdict.valid) failures.push(`program ${done}: ${verdict.reason}`);
    else if (verdict.steps !== plan.steps) failures.push(`program ${done}: ${verdict.steps} of ${plan.steps} steps`);
    count(counts, `came to ${plan.file.outcome}`);
    count(counts, 'segments proven', plan.segments);
    done += 1;
    tell(done, total);
  }
  pool.close();
  return { passed: failures.length === 0 && done === total, rows: [], remarks: [counted(counts), ...failures] };
}

/** Counts down from a number, if there is one, then ends so. */
const loop = (turns: number | undefined, end: string): Uint8Array =>
  taskOf(
    turns === undefined
      ? end
      : `(local $left i32)
    (local.set $left (i32.const ${turns}))
    (block $done (loop $more
      (br_if $done (i32.eqz (local.get $left)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $more)))
    ${end}`,
  );

/** The shortest such loop that takes so many segments. */
function chainOf(end: string, segments: number): Plan {
  for (let turns: number | undefined; (turns ?? 0) < 256; turns = turns === undefined ? 0 : turns + 1) {
    const task = { module: loop(turns, end), input: new Uint8Array(0) };
    const size = sizeOfProof(task.module, task.input, shape);
    if (size.ok && size.value.segments === segments) return planOf(task);
  }
  throw new Error(`no loop makes a chain of ${segments} segments`);
}

export const proofChecks: readonly Check[] = [
  ...Array.from(
    { length: PARTS },
    (_, index): Check => ({
      name: `circuit satisfied by random programs, ${index * PART + 1} to ${(index + 1) * PART}`,
      tasks: TASKS,
      inputs: { index, PART },
      run: async (tell) => await satisfiedBy(index, tell),
    }),
  ),
  {
    name: `circuit: ${PROVEN} random programs proven and verified`,
    tasks: TASKS,
    inputs: { PROVEN },
    run: async (tell) => await provenAll(first(PROVEN, plans(PARTS, PROVEN_SEGMENTS_MAX)), PROVEN, tell),
  },
  ...CHAINS.map(
    (segments): Check => ({
      name: `circuit: chains of ${segments} proven, one that ends well and one in a trap`,
      tasks: TASKS,
      inputs: { segments },
      run: async (tell) => {
        const ends = ['(i64.const 0)', 'unreachable'];
        return await provenAll(
          ends.map((end) => chainOf(end, segments)),
          ends.length,
          tell,
        );
      },
    }),
  ),
];
