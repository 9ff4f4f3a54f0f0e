// Prints what comes of a job that eats all memory. Started with a small heap.

import { runJobs } from '../../../sim/experiment/crew.ts';
import { namedCell, ticking } from './fixture.ts';

const ran = await runJobs([{ cell: namedCell('hungry'), seed: 5 }], {
  workers: 1,
  job: {},
  clock: ticking(),
  entry: new URL('./unruly-worker.ts', import.meta.url),
});
console.log(JSON.stringify(ran));
