// BN254 by snarkjs, in this thread alone: loaded when it is first needed, since loading takes most of a second.

import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { Curve } from 'snarkjs';

export type { Curve };

let curve: Promise<Curve> | undefined;

export function loadCurve(): Promise<Curve> {
  if (!isMainThread) leaveThreadsAlone();
  curve ??= import('snarkjs').then(({ curves }) => curves.getCurveFromName('bn128', { singleThread: true }));
  return curve;
}

/**
 * The library by which the curve would start threads takes any thread that it is loaded in for one that it started, and
 * makes it over. None is started here, so it is not loaded in threads at all.
 */
function leaveThreadsAlone(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('snarkjs'));
  const path = require.resolve('web-worker', { paths: [require.resolve('ffjavascript')] });
  require.cache[path] ??= Object.assign(Object.create(null) as NodeJS.Module, {
    id: path,
    filename: path,
    loaded: true,
    exports: {},
  });
}
