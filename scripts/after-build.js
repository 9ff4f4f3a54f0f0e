// Runs after every build, and so after every `npm ci`.
import { chmodSync, cpSync, rmSync } from 'node:fs';

// tsc writes plain files; a shell must be able to start this one.
chmodSync('dist/cli/main.js', 0o755);

// The catalogue's modules stand in the same place beside the built code as beside the source.
cpSync('scenarios/tasks', 'dist/scenarios/tasks', {
  recursive: true,
  filter: (path) => path === 'scenarios/tasks' || path.endsWith('.wasm'),
});

// So do the circuits.
cpSync('core/proof/circuits', 'dist/core/proof/circuits', { recursive: true });

// The packages node-22 and node-24 bring a command called `node`, which would take the place of the
// installed Node in every npm script. Tests start those two binaries by path.
rmSync('node_modules/.bin/node', { force: true });
