// What nodes have signed of late. Two results of one assignment that say different things convict the node that has
// signed both, whoever shows them: an execution comes to one result, however often it is repeated.

import { Lately, type PartyId, type TaskId } from '../foundation/index.ts';
import type { Contradiction, Host, ResultMessage } from '../protocol/index.ts';
import { alike } from './same.ts';

/** Tasks whose results are remembered, at least. */
const REMEMBERED = 4_096;
/** Results of one task, at most: whoever floods a member with copies of its own making gains nothing. */
const MOST = 1_024;

interface Said {
  readonly node: PartyId;
  result: ResultMessage;
}

/** Whether it says what the task comes to. A node that could not execute it has said nothing, and may say more later. */
const isClaim = ({ outcome, answer }: ResultMessage): boolean => outcome === 'ok' || answer !== undefined;

/** When they were returned, in which life and after how long, may differ. */
function contradict(a: ResultMessage, b: ResultMessage): boolean {
  if (a.task !== b.task || a.copy !== b.copy || !isClaim(a) || !isClaim(b)) return false;
  return a.outcome !== b.outcome || a.output !== b.output || !alike(a.answer, b.answer);
}

/** Whether it convicts its node. */
export const isProven = (host: Pick<Host, 'verify'>, { node, first, second }: Contradiction): boolean =>
  contradict(first, second) && host.verify(node, first) && host.verify(node, second);

export class SignedResults {
  private readonly host: Pick<Host, 'verify'>;
  private readonly lately: Lately<TaskId, Said[]> = new Lately<TaskId, Said[]>(REMEMBERED);

  constructor(host: Pick<Host, 'verify'>) {
    this.host = host;
  }

  /** The first claim of its assignment. */
  note(node: PartyId, result: ResultMessage): void {
    if (!isClaim(result)) return;
    const said = this.lately.get(result.task);
    if (said === undefined) this.lately.note(result.task, [{ node, result }]);
    else if (said.length < MOST) said.push({ node, result });
  }

  /** What it contradicts, if that is remembered. */
  against(node: PartyId, result: ResultMessage): Contradiction | undefined {
    const before = this.find(node, result);
    if (before === undefined || !contradict(before.result, result)) return undefined;
    const found: Contradiction = { type: 'contradiction', node, first: before.result, second: result };
    return isProven(this.host, found) ? found : undefined;
  }

  /** The same of what may not be signed at all, and is remembered if it is the first. */
  overhear(node: PartyId, result: ResultMessage): Contradiction | undefined {
    const before = this.find(node, result);
    if (before === undefined) this.note(node, result);
    else if (before.result !== result && contradict(before.result, result)) {
      if (!this.host.verify(node, before.result)) before.result = result;
      return this.against(node, result);
    }
    return undefined;
  }

  private find(by: PartyId, { task, copy }: ResultMessage): Said | undefined {
    return this.lately.get(task)?.find(({ node, result }) => node === by && result.copy === copy);
  }
}
