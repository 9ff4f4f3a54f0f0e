// The engines that instantiate a module in the calling thread.

import { instantiateInterpreter } from './interpreter.ts';
import type { Instantiate } from './runtime.ts';
import { instantiateV8 } from './v8-instance.ts';

export type EngineName = 'v8' | 'interpreter';

export const engines: Readonly<Record<EngineName, Instantiate>> = {
  v8: instantiateV8,
  interpreter: instantiateInterpreter,
};
