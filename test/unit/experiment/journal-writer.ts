// A process that writes a journal until it is killed, and says on standard output what is on the disk: pairs of
// (balance of account 1, entries), only once they are acknowledged.

import { amount, type PartyId } from '../../../core/foundation/index.ts';
import { JournalFile } from '../../../sim/experiment/index.ts';

const opened = await JournalFile.open(process.argv[2]!);
if (!opened.ok) throw new Error(opened.failures[0]?.message);
const file = opened.value;
const one = 1 as PartyId;
process.stdout.write(`start ${file.ledger.balance(one)} ${file.dropped}\n`);
for (let group = 1; ; group = (group * 7) % 23) {
  for (let entry = 0; entry < group; entry++) file.ledger.grant(one, amount(1n));
  const balance = file.ledger.balance(one);
  await file.commit();
  process.stdout.write(`${balance}\n`);
}
