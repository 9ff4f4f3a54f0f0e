// What the measured world costs: the same mesh on plain devices, and on devices with power, heat and throttling.

import { measure } from './mesh.ts';
import type { Row } from './table.ts';

const TIMES = 3;

export function worldCosts(): Row[] {
  const plain = measure('world.yaml', [], TIMES);
  const cost = ({ seconds, tasks }: typeof plain): string => `${((seconds / tasks) * 1e6).toFixed(2)} us`;
  const against = (what: string, device: string): Row => {
    const measured = measure('world.yaml', [`nodes.0.device=${device}`], TIMES);
    const ratio = measured.seconds / plain.seconds;
    return { what, figure: cost(measured), baseline: `plain devices ${cost(plain)}; target 2.00x`, ratio };
  };
  return [
    against('cost of a task on 1,000 built-in devices, with energy and heat', 'raspberry-pi-5'),
    against('the same on devices that throttle most of the time', 'hot'),
  ];
}
