// Tables of examples as text: one example on each line, fields between commas (or semicolons, or tabs), one of them its
// class. A first line of names is recognised; empty lines and lines that begin with # are skipped.

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { nearestName } from '../scenario/cells.ts';

export interface Table {
  readonly features: number;
  /** Example after example. */
  readonly values: Float32Array;
  /** The class of each, as it is written. */
  readonly labels: readonly string[];
  /** The line of each, from 1. */
  readonly lines: readonly number[];
}

const DELIMITERS = [',', ';', '\t'];
/** Columns that are the class where nothing else is said, if there is exactly one of them; else it is the last one. */
const USUAL = ['label', 'class', 'target'];
const SHOWN_AT_MOST = 20;
const FRAME_WIDTH = 120;

interface Line {
  readonly number: number;
  readonly text: string;
}

/** `file` is how complaints call it, `label` the column of classes by name or by its number from 1. */
export function readTable(text: string, file: string, label?: string): Result<Table> {
  const lines = linesOf(text);
  const [first, second] = lines;
  if (first === undefined) return failed(say(file, 'empty-table', 'there is nothing in this table', EXAMPLE));
  const delimiter = DELIMITERS.find((each) => first.text.includes(each)) ?? ',';
  const names = fieldsOf(first.text, delimiter);
  const headed = isHeader(names, second && fieldsOf(second.text, delimiter));
  const column = labelColumn(headed ? names : undefined, names.length, label);
  if (typeof column !== 'number') return failed({ ...column, ...place(file, first, delimiter, 0) });
  if (names.length < 2) return failed({ ...say(file, ...ONE_COLUMN), ...place(file, first, delimiter, 0) });
  const rows = headed ? lines.slice(1) : lines;
  if (rows.length === 0) return failed({ ...say(file, ...NO_ROWS), ...place(file, first, delimiter, 0) });
  return readRows(rows, { file, delimiter, column, width: names.length, names: headed ? names : [] });
}

const EXAMPLE = { expected: 'one example on each line, such as "5.1,3.5,1.4,0.2,setosa"' };
const ONE_COLUMN = ['one-column', 'there is one column only', EXAMPLE] as const;
const NO_ROWS = ['empty-table', 'there are names of columns, and no example below them', EXAMPLE] as const;

const say = (file: string, code: string, message: string, advice: Partial<Failure>): Failure => ({
  code,
  message: `${message} (${file})`,
  ...advice,
});

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    number += 1;
    const line = text.slice(at, end).trimEnd();
    if (line.trim() !== '' && !line.startsWith('#')) lines.push({ number, text: line });
    at = end + 1;
  }
  return lines;
}

/** Quotes are taken off; a field in quotes may hold the delimiter, and "" for a quote. */
function fieldsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map(trimmed);
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === '"' && quoted && line[at + 1] === '"') {
      field += letter;
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += letter;
  }
  return [...fields, field.trim()];
}

const trimmed = (field: string): string =>
  field === '' || (field.charCodeAt(0) > SPACE && field.charCodeAt(field.length - 1) > SPACE) ? field : field.trim();
const SPACE = 0x20;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The first line names columns if it has a name where the second has a number, or no number at all. */
function isHeader(first: readonly string[], second: readonly string[] | undefined): boolean {
  const named = first.map((field) => field !== '' && !NUMBER.test(field));
  if (first.some((field) => USUAL.includes(field.toLowerCase()))) return true;
  return named.every(Boolean) || named.some((name, at) => name && NUMBER.test(second?.[at] ?? ''));
}

function labelColumn(
  names: readonly string[] | undefined,
  width: number,
  wanted: string | undefined,
): number | Failure {
  if (wanted === undefined) {
    const usual = (names ?? []).flatMap((name, at) => (USUAL.includes(name.toLowerCase()) ? [at] : []));
    return usual.length === 1 ? usual[0]! : width - 1;
  }
  const named = names?.indexOf(wanted) ?? -1;
  if (named >= 0) return named;
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  if (number >= 1 && number <= width) return number - 1;
  const near = names && nearestName(wanted, names);
  return {
    code: 'unknown-name',
    message: `there is no column "${wanted}"`,
    expected: `${names === undefined ? '' : `one of: ${names.slice(0, SHOWN_AT_MOST).join(', ')}; or `}a number from 1 to ${width}`,
    got: wanted,
    ...(near !== undefined && { hint: `did you mean "${near}"?` }),
  };
}

interface Form {
  readonly file: string;
  readonly delimiter: string;
  readonly column: number;
  readonly width: number;
  readonly names: readonly string[];
}

function readRows(rows: readonly Line[], form: Form): Result<Table> {
  const { delimiter, column, width } = form;
  const values = new Float32Array(rows.length * (width - 1));
  const labels: string[] = [];
  const failures: Failure[] = [];
  let next = 0;
  for (const line of rows) {
    const fields = fieldsOf(line.text, delimiter);
    if (fields.length !== width) failures.push(wrongWidth(form, line, fields.length));
    else {
      for (let at = 0; at < width && failures.length <= SHOWN_AT_MOST; at += 1) {
        if (at === column) continue;
        const value = numberOf(fields[at]!);
        if (!Number.isFinite(value)) failures.push(notANumber(form, line, at, fields[at]!));
        values[next] = value;
        next += 1;
      }
      if (fields[column] === '') failures.push(noClass(form, line));
    }
    labels.push(fields[column] ?? '');
    if (failures.length > SHOWN_AT_MOST) break;
  }
  if (failures.length > 0) return failed(...limited(failures));
  return success({ features: width - 1, values, labels, lines: rows.map(({ number }) => number) });
}

const limited = (failures: readonly Failure[]): Failure[] =>
  failures.length <= SHOWN_AT_MOST
    ? [...failures]
    : [
        ...failures.slice(0, SHOWN_AT_MOST),
        { code: 'more-failures', message: 'and there is more after these', hint: 'correct those above first' },
      ];

/** NaN of what is no decimal number. The pattern is tried only on what could be one of JavaScript's other forms. */
function numberOf(field: string): number {
  const value = Math.fround(Number(field));
  return field.length <= 1 || field.charCodeAt(1) > NINE ? (NUMBER.test(field) ? value : Number.NaN) : value;
}

const NINE = 0x39;

const wrongWidth = ({ file, delimiter, width }: Form, line: Line, got: number): Failure => ({
  code: 'wrong-fields',
  message: 'this line has another number of fields than the first',
  expected: `${width} fields`,
  got: `${got} fields`,
  hint: 'correct the line, or take it out',
  ...place(file, line, delimiter, 0),
});

function notANumber({ file, delimiter, names }: Form, line: Line, at: number, got: string): Failure {
  const comma = /^[+-]?\d+,\d+$/.test(got);
  const large = NUMBER.test(got);
  return {
    code: got === '' ? 'missing' : 'not-a-number',
    message: got === '' ? 'a value is missing' : large ? 'the number is too large' : 'this is not a number',
    expected: `a number in column ${at + 1}${names[at] === undefined ? '' : ` (${names[at]})`}`,
    got: got === '' ? 'nothing' : got,
    hint: comma
      ? 'write a point before decimals'
      : 'write a number, take the line out, or turn words into columns of 0 and 1',
    ...place(file, line, delimiter, at),
  };
}

const noClass = ({ file, delimiter, column }: Form, line: Line): Failure => ({
  code: 'missing',
  message: 'the class is missing',
  expected: `a class in column ${column + 1}`,
  got: 'nothing',
  hint: 'write it, or take the line out',
  ...place(file, line, delimiter, column),
});

/** Where the field `at` of a line begins, as people see it. */
function place(file: string, { number, text }: Line, delimiter: string, at: number): Pick<Failure, 'place' | 'frame'> {
  let column = 0;
  let quoted = false;
  for (let field = 0; field < at && column < text.length; column += 1) {
    if (text[column] === '"') quoted = !quoted;
    else if (text[column] === delimiter && !quoted) field += 1;
  }
  const from = Math.max(0, column - FRAME_WIDTH / 2);
  const shown = printable(text.slice(from, from + FRAME_WIDTH));
  const gutter = ' '.repeat(String(number).length);
  return {
    place: { file, line: number, column: column + 1 },
    frame: `> ${number} | ${shown}\n  ${gutter} | ${' '.repeat(column - from)}^`,
  };
}

const printable = (text: string): string =>
  text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\uFFFD');
