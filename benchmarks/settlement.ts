// What settlement costs: the same mesh with anchors and a peg, and without; and its own parts.

import type { PartyId, TaskId } from '../core/foundation/index.ts';
import { amount } from '../core/foundation/index.ts';
import { Archive, loadBitcoin } from '../core/settlement/index.ts';
import { openStream } from '../sim/kernel/index.ts';
import { measure } from './mesh.ts';
import type { Row } from './table.ts';

const TIMES = 3;
const LEAVES = 100_000;
const LEAVES_TARGET_S = 1;
const TARGET = 1.3;

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
  ];
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
