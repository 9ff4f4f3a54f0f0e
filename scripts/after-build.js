// Runs after every build, and so after every `npm ci`.
import { chmodSync, rmSync } from 'node:fs';

// tsc writes plain files; a shell must be able to start this one.
chmodSync('dist/cli/main.js', 0o755);

// The packages node-22 and node-24 bring a command called `node`, which would take the place of the
// installed Node in every npm script. Tests start those two binaries by path.
rmSync('node_modules/.bin/node', { force: true });
