// The built package finds the modules and inputs of the task catalogue.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ended, folderWith, root } from './command.ts';

const PROGRAM = `
import { openTaskInputs, readTaskModule } from '${join(root, 'dist/sim/tasks/index.js')}';
import { tasks } from '${join(root, 'dist/sim/tasks/index.js')}';
for (const task of tasks) {
  await WebAssembly.compile(readTaskModule(task));
  console.log(task.name, openTaskInputs(task.input).at(0).length);
}
`;

it('the built package reads every task and its usual input', async () => {
  const words = ['--input-type=module', '--eval', PROGRAM];
  const { code, out, err } = await ended(spawn(process.execPath, words, { cwd: folderWith() }));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.trim().split('\n')).toEqual([
    'classify-digit 784',
    'digit-tree 49',
    'digit-linear 49',
    'matrix-multiply 32772',
    'sha256 65536',
    'sha256-block 32',
    'sort 65536',
    'sort-small 32',
    'n-body 4',
  ]);
});
