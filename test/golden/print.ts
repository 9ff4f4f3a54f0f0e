// Prints what the golden runs give on this Node: a process of its own for the test.

import { perform, written } from './plays.ts';

process.stdout.write(written(await perform()));
