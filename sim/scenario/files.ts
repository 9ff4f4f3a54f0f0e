// The only file here that touches the disk.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { failed, type Result, success } from '../../core/foundation/index.ts';
import { limits } from './defaults.ts';
import * as messages from './messages.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a directory',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** The text of a file, as UTF-8 without a byte order mark. `label` is how messages name it. */
export function readText(file: string, label: string): Result<string> {
  const read = readBytes(file, label);
  if (!read.ok) return read;
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(read.value));
  } catch {
    return failed(messages.notUtf8(label));
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function readBytes(file: string, label: string): Result<Uint8Array> {
  try {
    const status = statSync(file);
    if (status.isDirectory()) return failed(messages.cannotRead(label, reasons['EISDIR']!));
    if (!status.isFile()) return failed(messages.cannotRead(label, 'it is not a regular file'));
    if (status.size > limits.fileBytes) return failed(messages.fileTooLarge(label, '8 MiB'));
    return success(readFileSync(file));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return failed(messages.cannotRead(label, reasons[code] ?? message));
  }
}
