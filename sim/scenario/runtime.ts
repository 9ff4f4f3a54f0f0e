// Which runtime executes the tasks of a scenario on this machine. Results do not depend on it.

import { findRuntime } from '../../core/execution/index.ts';
import * as messages from './messages.ts';
import type { WrittenFidelity } from './rules.ts';
import type { Calibration, Cell } from './types.ts';

type Fidelity = Cell['fidelity'];

const DEFAULT = 'v8';

/** Why a runtime cannot be used here; undefined if it can. */
export const missing = (name: string): string | undefined => findRuntime(name)?.missing?.();

/** The one that is used on this machine. */
export const runtimeOf = ({ runtime = DEFAULT, fallback }: Pick<Fidelity, 'runtime' | 'fallback'>): string =>
  fallback !== undefined && missing(runtime) !== undefined ? fallback : runtime;

export const fidelityOf = (
  { signature, proof, sample, runtime, fallback }: WrittenFidelity,
  execution: Fidelity['execution'],
  calibration: Calibration | undefined,
): Fidelity => ({
  execution,
  signature,
  ...(proof !== 'modelled' && { proof: proof === 'real' ? 1 : sample }),
  ...(calibration !== undefined && { calibrated: calibration.machine }),
  ...(runtime !== undefined && { runtime }),
  ...(fallback !== undefined && { fallback }),
});

/** That another runtime than the one that was asked for executes tasks here. */
export function runtimeNotes(fidelity: Fidelity): readonly string[] {
  const { runtime } = fidelity;
  const used = runtimeOf(fidelity);
  return runtime === undefined || runtime === used ? [] : [messages.fellBack(runtime, used, missing(runtime)!)];
}

/** What is said of it in reports. */
export const runtimeFidelity = (fidelity: Fidelity): Readonly<Record<string, string>> =>
  fidelity.execution === 'modelled' ? {} : { runtime: runtimeOf(fidelity) };
