// Data sets of users' own, from disk: tables and IDX files, either of them packed with gzip or not.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { DataFile, LoadDataSet, OwnDataSet, WrittenDataSet } from '../scenario/index.ts';
import { looksLikeIdx, parseIdx } from '../tasks/index.ts';
import { type DataSet, makeDataSet, type RawExamples, readTable } from '../workload/index.ts';
import { RunFault } from '../world/index.ts';

const BYTES_MAX = 2 ** 29;
const LIMIT = '512 MiB';

interface Loaded {
  readonly set: DataSet;
  readonly sha256: string;
  readonly files: readonly (readonly [string, string])[];
}

/** The last few, since the cells of a scenario come again with each seed. */
const opened = new Map<string, DataSet>();
const KEPT = 4;

function keep(sha256: string, set: DataSet): void {
  const [oldest] = opened.keys();
  if (opened.size >= KEPT) opened.delete(oldest!);
  opened.set(sha256, set);
}

/** Reads all files of a data set, and says what is in it. */
export const loadDataSet: LoadDataSet = (written) => {
  const loaded = load(written);
  if (!loaded.ok) return loaded;
  const { set, sha256, files } = loaded.value;
  const { features, classes, train } = set;
  keep(sha256, set);
  const own = { ...written, sha256, features, classes: classes.length, examples: train.labels.length };
  return success({ set: own, files });
};

/** The data set of a cell. Throws RunFault if a file of it is no longer what it was. */
export function openDataSet(own: OwnDataSet): DataSet {
  const known = opened.get(own.sha256);
  if (known !== undefined) return known;
  const loaded = load(own);
  if (!loaded.ok) throw new RunFault(loaded.failures);
  const { sha256, set } = loaded.value;
  if (sha256 !== own.sha256) throw new RunFault([changed(own)]);
  keep(sha256, set);
  return set;
}

const changed = ({ train }: OwnDataSet): Failure => ({
  code: 'file-changed',
  message: `${typeof train === 'string' ? train : train.images}, or what belongs to it, changed after the scenario was loaded.`,
  hint: 'Run it again, and leave the files alone meanwhile.',
});

function load(written: WrittenDataSet): Result<Loaded> {
  const { label, scale, held } = written;
  const parts = inFolder(written);
  if (!parts.ok) return parts;
  const reader = new Reader();
  const train = reader.examples(parts.value.train, label);
  const test = parts.value.test === undefined ? undefined : reader.examples(parts.value.test, label);
  if (!train.ok || test?.ok === false) {
    return failed(...(train.ok ? [] : train.failures), ...(test === undefined || test.ok ? [] : test.failures));
  }
  const made = makeDataSet(train.value, test?.value, scale, held);
  if (!made.ok) return made;
  const sha256 = digestOf([...reader.files.map(([, digest]) => digest), label, scale, held].join());
  return success({ set: made.value, sha256, files: reader.files });
}

/** A folder that holds the four files of MNIST, or of a set like it. */
function inFolder({ train, test }: WrittenDataSet): Result<Pick<WrittenDataSet, 'train' | 'test'>> {
  if (typeof train !== 'string' || !isFolder(train)) return success({ train, ...(test !== undefined && { test }) });
  const missing: string[] = [];
  const find = (stem: string, kind: string): string => {
    const names = ['-', '.'].flatMap((mark) => ['', '.gz'].map((end) => join(train, `${stem}${mark}${kind}${end}`)));
    const found = names.find((name) => existsSync(name));
    if (found === undefined) missing.push(`${stem}-${kind}`);
    return found ?? '';
  };
  const pair = (part: string): DataFile => ({
    images: find(`${part}-images`, 'idx3-ubyte'),
    labels: find(`${part}-labels`, 'idx1-ubyte'),
  });
  const found = { train: pair('train'), test: pair('t10k') };
  if (missing.length === 0) return success(found);
  return failed({
    code: 'cannot-read',
    message: `${train} is a folder without ${missing.join(', ')}`,
    expected: 'a file, or a folder with the four files of MNIST (also packed: .gz)',
    hint: 'or name the files: set: { train: { images: FILE, labels: FILE } }',
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

class Reader {
  /** Paths and digests of what was read. */
  readonly files: [string, string][] = [];

  examples(file: DataFile, label: string | undefined): Result<RawExamples> {
    return typeof file === 'string' ? this.table(file, label) : this.idx(file, label);
  }

  private table(file: string, label: string | undefined): Result<RawExamples> {
    const bytes = this.bytes(file);
    if (!bytes.ok) return bytes;
    if (looksLikeIdx(bytes.value)) return failed(noClasses(file));
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value);
    } catch {
      return failed({
        code: 'not-utf8',
        message: `${file} is not a text in UTF-8, and no IDX file`,
        hint: 'save it as UTF-8',
      });
    }
    const table = readTable(text, file, label);
    return table.ok ? success({ ...table.value, file }) : table;
  }

  private idx({ images, labels }: Exclude<DataFile, string>, label: string | undefined): Result<RawExamples> {
    if (label !== undefined) return failed(noColumns());
    const read = [images, labels].map((file) => {
      const bytes = this.bytes(file);
      return bytes.ok ? parseIdx(bytes.value, file) : bytes;
    });
    const failures = read.flatMap((each) => (each.ok ? [] : each.failures));
    const [of, classes] = read.map((each) => (each.ok ? each.value : undefined));
    if (of === undefined || classes === undefined) return failed(...failures);
    if (classes.size !== 1) return failed(notLabels(labels, classes.size));
    if (classes.count !== of.count) return failed(unlike(images, of.count, labels, classes.count));
    const bad = of.elements.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) return failed(notFinite(images, Math.floor(bad / of.size), String(of.elements[bad])));
    return success({
      file: images,
      features: of.size,
      values: of.elements,
      labels: Array.from(classes.elements, String),
    });
  }

  private bytes(file: string): Result<Uint8Array> {
    try {
      const { size } = statSync(file);
      if (size > BYTES_MAX) return failed(tooLarge(file));
      const bytes = readFileSync(file);
      this.files.push([file, digestOf(bytes)]);
      return success(
        bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: BYTES_MAX }) : bytes,
      );
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ERR_BUFFER_TOO_LARGE') return failed(tooLarge(file));
      const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
      const hint = 'check the path; it starts from the file that names it';
      return failed({ code: 'cannot-read', message: `${file} cannot be read: ${why}`, hint });
    }
  }
}

const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const tooLarge = (file: string): Failure => ({
  code: 'file-too-large',
  message: `${file} is too large`,
  expected: `at most ${LIMIT}, unpacked`,
});

const noClasses = (file: string): Failure => ({
  code: 'missing',
  message: `${file} is an IDX file, and nothing says of which classes its examples are`,
  expected: 'two files: { images: FILE, labels: FILE }',
});

const noColumns = (): Failure => ({
  code: 'needs-key',
  message: 'IDX files have no columns, so that "label" means nothing',
  hint: 'remove "label"',
});

const notLabels = (file: string, size: number): Failure => ({
  code: 'bad-idx',
  message: `${file} does not hold one class for each example`,
  expected: 'one dimension',
  got: `items of ${size} elements`,
  hint: 'are images and labels exchanged?',
});

const unlike = (images: string, some: number, labels: string, others: number): Failure => ({
  code: 'bad-idx',
  message: `${images} has ${some} examples, and ${labels} ${others} classes`,
  hint: 'name files that belong together',
});

const notFinite = (file: string, example: number, got: string): Failure => ({
  code: 'not-a-number',
  message: `${file}: example ${example} (counting from 0) holds what is no number`,
  expected: 'finite numbers',
  got,
  hint: 'replace it, or take the example out',
});
