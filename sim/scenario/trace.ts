// Files of arrival instants: one on each line, in seconds or with a unit. Empty lines and comments (#) are skipped.

import { microseconds, type Result, success } from '../../core/foundation/index.ts';
import { firstDescent, TRACE_LENGTH_MAX } from './arrivals.ts';
import { Diagnostics } from './diagnostics.ts';
import { FileReader } from './file-reader.ts';
import { readText, sha256 } from './files.ts';
import * as messages from './messages.ts';
import { readQuantity, time } from './quantities.ts';
import { directoryOf, type Origin, type Source } from './tree.ts';

export interface Trace {
  /** Microseconds from the start, ascending. */
  readonly at: readonly number[];
  /** Of the file. */
  readonly sha256: string;
}

const BARE = /^[+-]?[\d._]+([eE][+-]?\d+)?$/;

export type TraceReader = FileReader<Trace>;

export const traceReader = (): TraceReader => new FileReader(readTrace);

function readTrace(file: string): Result<Trace> {
  const text = readText(file, file);
  if (!text.ok) return text;
  const source: Source = { label: file, text: text.value, directory: directoryOf(file), order: 0 };
  const diagnostics = new Diagnostics();
  const at: number[] = [];
  const places: Origin[] = [];
  let start = 0;
  for (const line of text.value.split('\n')) {
    const written = line.replace(/#.*/, '').trim().replace(/,$/, '');
    const origin = { source, start, end: start + Math.max(1, line.trimEnd().length) };
    start += line.length + 1;
    if (written === '') continue;
    const read = readQuantity(BARE.test(written) ? `${written} s` : written, time);
    if (!read.ok) for (const failure of read.failures) diagnostics.at(origin, { ...failure, got: written });
    else at.push(microseconds(read.value));
    places.push(origin);
  }
  if (places.length === 0) diagnostics.at({ source, start: 0, end: 1 }, messages.emptyTrace(file));
  if (places.length > TRACE_LENGTH_MAX) {
    diagnostics.at(places[TRACE_LENGTH_MAX]!, messages.tooMany('instants', TRACE_LENGTH_MAX));
  }
  const descent = diagnostics.count === 0 ? firstDescent(at) : undefined;
  if (descent !== undefined) diagnostics.at(places[descent]!, messages.notAscending(descent + 1));
  return diagnostics.count > 0 ? diagnostics.result() : success({ at, sha256: sha256(text.value) });
}
