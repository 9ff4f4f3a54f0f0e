// What settlement costs: the same mesh with anchors and a peg, and without; and its own parts.

import type { PartyId, TaskId } from '../core/foundation/index.ts';
import { amount } from '../core/foundation/index.ts';
import { type AnchorProof, Archive, loadBitcoin, verifyAnchorProof } from '../core/settlement/index.ts';
import { loadScenarioFile, runCell } from '../sim/experiment/index.ts';
import { openStream } from '../sim/kernel/index.ts';
import { measure } from './mesh.ts';
import type { Row } from './table.ts';

const TIMES = 3;
const LEAVES = 100_000;
const LEAVES_TARGET_S = 1;
const TARGET = 1.3;
const CHECKS = 200;
const CHECK_TARGET_MS = 5;

export async function settlementCosts(): Promise<Row[]> {
  await loadBitcoin();
  const plain = measure('settled.yaml', [], TIMES);
  const against = (what: string, set: string): Row => {
    const settled = measure('settled.yaml', [set], TIMES);
    const ratio = settled.seconds / plain.seconds;
    const baseline = `without ${plain.seconds.toFixed(2)} s; target ${TARGET.toFixed(2)}x`;
    return { what, figure: `${settled.seconds.toFixed(2)} s`, baseline, ratio };
  };
  return [
    against('a day of a mesh that anchors every 10 minutes', 'settlement={ anchor: { every: 10 min } }'),
    against('the same with a peg of 4 of 5', 'settlement={ anchor: { every: 10 min }, peg: { confirmations: 6 } }'),
    leavesRow(),
    await proofRow(),
  ];
}

async function proofRow(): Promise<Row> {
  const file = new URL('./scenarios/settled.yaml', import.meta.url).pathname;
  const set = ['settlement={ anchor: { every: 10 min } }', 'stop={ after: 2 h }'];
  const loaded = await loadScenarioFile(file, { set });
  if (!loaded.ok) throw new Error(loaded.failures[0]!.message);
  const { record } = await runCell(loaded.value.scenario.cells[0]!, 1, { record: true });
  const text = record!.files!.find(({ name }) => name.startsWith('anchor-'))!.content;
  const proof = JSON.parse(text) as AnchorProof;
  const began = performance.now();
  for (let time = 0; time < CHECKS; time++) {
    if (!verifyAnchorProof(proof, { confirmations: 6 }).ok) throw new Error('the proof does not hold');
  }
  const milliseconds = (performance.now() - began) / CHECKS;
  return {
    what: `an inclusion proof of ${text.length.toLocaleString('en')} bytes, verified`,
    figure: `${milliseconds.toFixed(2)} ms`,
    baseline: `target ${CHECK_TARGET_MS} ms`,
    ratio: CHECK_TARGET_MS / milliseconds,
  };
}

function leavesRow(): Row {
  const archive = new Archive(openStream(1, 'archive'));
  const began = performance.now();
  for (let task = 0; task < LEAVES; task++) {
    archive.add({ task: task as TaskId, status: 'completed', winner: 1 as PartyId, copy: 0, paid: amount(1n) });
  }
  archive.close(new Uint8Array(32));
  const seconds = (performance.now() - began) / 1_000;
  const baseline = `target ${LEAVES_TARGET_S} s`;
  return {
    what: `a Merkle tree of ${LEAVES.toLocaleString('en')} leaves`,
    figure: `${seconds.toFixed(2)} s`,
    baseline,
    ratio: LEAVES_TARGET_S / seconds,
  };
}
