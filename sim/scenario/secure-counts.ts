// What a secure aggregation's shares come to, for the trainers that there are.

import { sumWidth } from '../../core/federated/index.ts';
import type { ResolvedSecure } from './federated-types.ts';

/** The section's shares as counts, for so many trainers in a round. */
export function secureCounts(
  { degree = Infinity, threshold, bits }: Omit<ResolvedSecure, 'range'>,
  participants: number,
): { readonly degree: number; readonly threshold: number; readonly width: number } {
  const neighbours = Math.min(degree, participants - 1);
  const wanted = Math.ceil(threshold * (neighbours + 1));
  return { degree: neighbours, threshold: wanted, width: sumWidth(bits, participants) };
}
