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
  // It is a dependency of a dependency of snarkjs.
  const beside = (name: string, from: string): string => createRequire(from).resolve(name);
  const path = ['snarkjs', 'ffjavascript', 'web-worker'].reduce((from, name) => beside(name, from), import.meta.url);
  createRequire(path).cache[path] ??= Object.assign(Object.create(null) as NodeJS.Module, {
    id: path,
    filename: path,
    loaded: true,
    exports: {},
  });
}
