// A folder for everything that tests write, gone with the run: none of them has to clean up behind itself.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const NAME = 'ambient-tests-';

/** Called for each project: one folder in another makes paths too long for sockets. */
export default function scratch(): () => void {
  if (basename(tmpdir()).startsWith(NAME)) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), NAME));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
