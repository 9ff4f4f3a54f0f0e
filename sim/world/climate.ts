// Rooms that get warm while a fault lasts.

import type { Celsius } from '../../core/foundation/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { Happening } from './happenings.ts';

/** Whose room can get warmer than it is by itself. */
export interface Occupant {
  readonly name: string;
  /** Undefined: as warm as ever. */
  readonly heat: (ambient: Celsius | undefined) => void;
}

export function heatRooms(kernel: Kernel, occupants: readonly Occupant[], happenings: readonly Happening[]): void {
  for (const { name, heat } of occupants) {
    const warm = happenings.flatMap(({ fault }) => {
      if (fault.kind !== 'overheat' || !fault.nodes.includes(name)) return [];
      return [{ ambient: fault.ambient, from: fault.at, until: fault.at + (fault.for ?? Infinity) }];
    });
    if (warm.length === 0) continue;
    const change = kernel.know({
      occur: (): void => {
        const now = warm.filter(({ from, until }) => kernel.now >= from && kernel.now < until);
        heat(now.length === 0 ? undefined : (Math.max(...now.map(({ ambient }) => ambient)) as Celsius));
      },
    });
    for (const at of warm.flatMap(({ from, until }) => [from, until])) {
      if (at !== Infinity) kernel.occurAt(at, AT_FAULT, change, 0);
    }
  }
}
