// A place in a text, as people see it: line, column, and the line itself with a caret.

import type { Failure, SourcePlace } from '../../core/foundation/index.ts';
import type { Origin, Source } from './tree.ts';

const FRAME_WIDTH = 120;

export function locate(origin: Origin, failure: Failure): Failure {
  return { ...failure, place: placeOf(origin.source, origin.start), frame: frame(origin) };
}

/** The line and column of an offset, both from 1. */
export function placeOf(source: Source, offset: number): SourcePlace {
  const before = source.text.slice(0, offset);
  return { file: source.label, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** A text with every control or invisible character replaced by the mark for what cannot be shown, and a tab by a space. */
export const printable = (text: string): string =>
  text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\uFFFD');

/** The line and the one above it, with a caret under what is meant; a long line is cut around it. */
function frame({ source, start, end }: Origin): string {
  const { line, column } = placeOf(source, start);
  const lineStart = start - column + 1;
  const offending = lineAt(source.text, lineStart);
  const above = lineStart === 0 ? '' : lineAt(source.text, source.text.lastIndexOf('\n', lineStart - 2) + 1);
  const from = Math.max(0, column - 1 - FRAME_WIDTH / 2);
  const shown = offending.slice(from, from + FRAME_WIDTH);
  const caret = Math.max(1, Math.min(end - start, from + shown.length - column + 1));
  const gutter = String(line).length;
  return [
    ...(above.trim() === '' ? [] : [`  ${String(line - 1).padStart(gutter)} | ${above.slice(0, FRAME_WIDTH)}`]),
    `> ${line} | ${shown}`,
    `  ${' '.repeat(gutter)} | ${' '.repeat(column - 1 - from)}${'^'.repeat(caret)}`,
  ].join('\n');
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return printable(text.slice(start, end < 0 ? undefined : end).trimEnd());
}
