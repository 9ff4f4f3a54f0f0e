// A ledger whose journal is a file: an entry counts once it is on the disk. Entries are committed in groups: while one
// group is being written and synced, the next gathers.

import { type FileHandle, open } from 'node:fs/promises';

import { type Result, success } from '../../core/foundation/index.ts';
import { Journal, Ledger, recoverJournal, replay } from '../../core/incentives/index.ts';

export class JournalFile {
  readonly ledger: Ledger;
  /** What an earlier life left unfinished behind the last whole frame, bytes. */
  readonly dropped: number;
  private readonly file: FileHandle;
  private readonly journal: Journal;
  private written: Uint8Array[] = [];
  private committing: Promise<void> | undefined;

  private constructor(file: FileHandle, ledger: Ledger, dropped: number, head: Uint8Array, sealed: number) {
    this.file = file;
    this.ledger = ledger;
    this.dropped = dropped;
    this.journal = new Journal((frame) => this.written.push(frame), { head, sealed });
    ledger.keepIn(this.journal);
  }

  /**
   * Opens a journal, or begins one. A torn tail, which nobody was ever told of, is cut off. Fails if the file was
   * altered (`journal-damaged`) or its entries break a rule of the ledger (`snapshot-damaged`).
   */
  static async open(path: string): Promise<Result<JournalFile>> {
    const file = await open(path, 'a+');
    const bytes = new Uint8Array(await file.readFile());
    const recovered = recoverJournal(bytes);
    const ledger = recovered.ok ? replay(recovered.value.frames) : recovered;
    if (!recovered.ok || !ledger.ok) {
      await file.close();
      return recovered.ok ? (ledger as Result<never>) : recovered;
    }
    const { frames, length } = recovered.value;
    await file.truncate(length);
    await file.datasync();
    const last = frames.at(-1);
    const head = last?.hash ?? new Uint8Array(32);
    const sealed = last === undefined ? 0 : last.first + last.entries.length;
    return success(new JournalFile(file, ledger.value, bytes.length - length, head, sealed));
  }

  /** Resolves once everything that the ledger did until now is on the disk. */
  async commit(): Promise<void> {
    // What is being written now may have been sealed before the caller's entries: the group after it has them.
    if (this.committing !== undefined) await this.committing;
    this.committing ??= this.writeGroup().finally(() => {
      this.committing = undefined;
    });
    await this.committing;
  }

  async close(): Promise<void> {
    await this.commit();
    await this.file.close();
  }

  private async writeGroup(): Promise<void> {
    this.journal.seal();
    // A frame at a time: what is behind a frame on the disk must not be there before it.
    for (const frame of this.written.splice(0)) {
      await this.file.appendFile(frame);
      await this.file.datasync();
    }
  }
}
