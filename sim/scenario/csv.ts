// Tables of values in files of a user's own: rows with their place in the file. Empty lines and comments (#) are skipped.

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { FileReader } from './file-reader.ts';
import { readText, sha256 } from './files.ts';
import * as messages from './messages.ts';
import { directoryOf, type Origin, type Source } from './tree.ts';

export interface CsvRow {
  readonly fields: readonly string[];
  readonly origin: Origin;
}

const ROWS_MAX = 1_000_000;

/** Reads each table once, by a function that makes something of its rows. */
export class CsvReader<T> {
  private readonly files = new FileReader((file) => this.load(file));
  private readonly columns: readonly string[];
  private readonly make: (rows: readonly CsvRow[], complain: (row: CsvRow, failure: Failure) => void) => T;

  /** `columns` must be the first line of the file. */
  constructor(
    columns: readonly string[],
    make: (rows: readonly CsvRow[], complain: (row: CsvRow, failure: Failure) => void) => T,
  ) {
    this.columns = columns;
    this.make = make;
  }

  /** Failures inside of the file are placed there. */
  read(file: string): Result<T> {
    const table = this.files.read(file);
    return table.ok ? success(table.value.value) : table;
  }

  /** The SHA-256 of every table that was read, by absolute path. */
  digests(): [string, string][] {
    return this.files.digests();
  }

  private load(file: string): Result<{ value: T; sha256: string }> {
    const text = readText(file, file);
    if (!text.ok) return text;
    const source: Source = { label: file, text: text.value, directory: directoryOf(file), order: 0 };
    const diagnostics = new Diagnostics();
    const [header, ...rows] = rowsOf(source);
    const complain = ({ origin }: CsvRow, failure: Failure): void => diagnostics.at(origin, failure);
    if (header === undefined) return failed(messages.emptyTable(file, this.columns));
    if (header.fields.join() !== this.columns.join()) complain(header, messages.wrongHeader(this.columns));
    for (const row of rows) {
      if (row.fields.length !== this.columns.length) complain(row, messages.wrongFields(this.columns));
    }
    if (rows.length === 0) complain(header, messages.emptyTable(file, this.columns));
    if (rows.length > ROWS_MAX) complain(rows[ROWS_MAX]!, messages.tooMany('rows', ROWS_MAX));
    if (diagnostics.count > 0) return diagnostics.result();
    const value = this.make(rows, complain);
    return diagnostics.count > 0 ? diagnostics.result() : success({ value, sha256: sha256(text.value) });
  }
}

function rowsOf(source: Source): CsvRow[] {
  const rows: CsvRow[] = [];
  let start = 0;
  for (const line of source.text.split('\n')) {
    const written = line.replace(/#.*/, '').trim();
    const origin = { source, start, end: start + Math.max(1, line.trimEnd().length) };
    start += line.length + 1;
    if (written !== '') rows.push({ fields: written.split(',').map((field) => field.trim()), origin });
  }
  return rows;
}
