// The journal of a run, kept until its file is written.

import { GENESIS, Journal } from '../../core/incentives/index.ts';
import type { RunFile } from '../results/index.ts';

/** So that a journal cut short still tells of nearly all of the run. */
const FRAME_ENTRIES = 1_000;

export class KeptJournal {
  private frames: Uint8Array[] = [];
  private journal: Journal | undefined;

  /** A new one, in place of that of a coordinator which has crashed: what it knows again is written again. */
  readonly open = (): Journal => {
    const frames: Uint8Array[] = [];
    this.frames = frames;
    this.journal = new Journal((frame) => frames.push(frame), { head: GENESIS, sealed: 0 }, FRAME_ENTRIES);
    return this.journal;
  };

  file(cell: string): RunFile {
    this.journal?.seal();
    return {
      name: `ledger-${cell}.journal`,
      encoding: 'base64',
      content: Buffer.concat(this.frames).toString('base64'),
    };
  }
}
