// `node scripts/at-once.js SCRIPT…` runs scripts of package.json, one on each core, and shows what each said when it
// ends. They start in the order given: the longest come first. Fails if any of them does, after all have ended.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const waiting = process.argv.slice(2);
const failed = [];

await Promise.all(Array.from({ length: availableParallelism() }, runNext));
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

async function runNext() {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
    const { code, said } = await ended(spawn('npm', ['run', script], { stdio: ['ignore', 'pipe', 'pipe'] }));
    process.stdout.write(said);
    if (code !== 0) failed.push(script);
  }
}

function ended(child) {
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: Buffer.concat(said) }));
  });
}
