// The one place that prints what went wrong: file:line:column code message, path, expected and got, frame, hint.

import type { Failure } from '../core/foundation/index.ts';
import type { Paint } from '../reports/index.ts';
import { type ExitCode, INTERNAL, USAGE } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Sorts what has no place behind every file. */
const LAST = '\uffff';
/** Of what was found: a whole file may be one word. */
const GOT_LENGTH_MAX = 200;

/** Every failure, by place, then as a count. */
export function renderFailures(failures: readonly Failure[], paint: Paint): string {
  const sorted = [...failures].sort(byPlace);
  const total = sorted.length === 1 ? '' : `${paint.bad(`${sorted.length} errors`)}\n`;
  return `${sorted.map((failure) => renderFailure(failure, paint)).join('\n')}${total}`;
}

/** Says what is wrong, as a command ends with when the user can mend it. */
export function refuse(failures: readonly Failure[], { err, paintErr }: Terminal): ExitCode {
  err(renderFailures(failures, paintErr));
  return USAGE;
}

/** A bug of ours: what happened, how to see it again, and the stack for those who asked for it. */
export function reportBug(
  error: unknown,
  command: string,
  verbose: boolean,
  { err, paintErr, env }: Terminal,
): ExitCode {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const wantsStack = verbose || (env['AMBIENT_DEBUG'] ?? '') !== '';
  err(
    [
      `${paintErr.bad('internal error')} ${message}`,
      ...(wantsStack ? [stack] : []),
      'This is a bug in ambient, not in your scenario. Please report it to its authors with your files',
      `and this command${wantsStack ? '' : ' (AMBIENT_DEBUG=1 adds the stack)'}:`,
      `  ${command}`,
      '',
    ].join('\n'),
  );
  return INTERNAL;
}

function renderFailure({ code, message, place, path, expected, got, hint, frame }: Failure, paint: Paint): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column} `;
  const details: readonly (readonly [string, string | undefined])[] = [
    ['at', path],
    ['expected', expected],
    ['got', got === undefined || got.length <= GOT_LENGTH_MAX ? got : `${got.slice(0, GOT_LENGTH_MAX)}…`],
  ];
  return [
    `${paint.strong(where)}${paint.bad(code)} ${message}`,
    ...details.flatMap(([label, value]) => (value === undefined ? [] : [`  ${paint.faint(label.padEnd(8))} ${value}`])),
    ...(frame === undefined ? [] : frame.split('\n').map((line) => `  ${line}`.trimEnd())),
    ...(hint === undefined ? [] : [`  ${paint.faint('hint'.padEnd(8))} ${hint}`]),
    '',
  ].join('\n');
}

export function byPlace(a: Failure, b: Failure): number {
  return (
    compare(a.place?.file ?? LAST, b.place?.file ?? LAST) ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
    compare(a.path ?? '', b.path ?? '') ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
