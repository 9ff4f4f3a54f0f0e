// The journal of a run, kept until its file is written.

import { GENESIS, Journal } from '../../core/incentives/index.ts';
import type { RunFile } from '../results/index.ts';

/** So that a journal cut short still tells of nearly all of the run. */
const FRAME_ENTRIES = 1_000;

export class KeptJournal {
  readonly journal: Journal;
  private readonly frames: Uint8Array[] = [];

  constructor() {
    this.journal = new Journal((frame) => this.frames.push(frame), { head: GENESIS, sealed: 0 }, FRAME_ENTRIES);
  }

  file(cell: string): RunFile {
    this.journal.seal();
    return {
      name: `ledger-${cell}.journal`,
      encoding: 'base64',
      content: Buffer.concat(this.frames).toString('base64'),
    };
  }
}
