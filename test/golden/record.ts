// Writes the golden file anew: `npx tsx test/golden/record.ts`. Do so when a change is meant to change results, and say
// in the commit which ones and why. What moved is printed.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Play, perform, written } from './plays.ts';

const file = new URL('./golden.json', import.meta.url);
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { plays: Play[] }).plays : [];
const after = await perform();
const known = new Map(before.map((play) => [play.name, play]));
for (const play of after) {
  const old = known.get(play.name);
  if (old === undefined) process.stdout.write(`new      ${play.name}\n`);
  else if (old.fingerprint !== play.fingerprint) process.stdout.write(`events   ${play.name}\n`);
  else if (JSON.stringify(old.metrics) !== JSON.stringify(play.metrics))
    process.stdout.write(`metrics  ${play.name}\n`);
  known.delete(play.name);
}
for (const name of known.keys()) process.stdout.write(`gone     ${name}\n`);
writeFileSync(file, written(after));
