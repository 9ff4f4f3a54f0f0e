// Whoever signs two different results of one assignment is out, with all that it has at stake.

import type { PartyId } from '../foundation/index.ts';
import type { Contradiction, Host, Message, ModelledWork, ResultMessage } from '../protocol/index.ts';
import { isProven, SignedResults } from './contradictions.ts';
import type { MeshState } from './state.ts';

interface Quizmaster {
  /** True if this is the answer of a quiz. */
  answered(node: PartyId, message: ResultMessage): boolean;
}

export class Prosecutor {
  private readonly host: Host;
  private readonly state: MeshState;
  /** What follows for the mesh. */
  private readonly convicted: (node: PartyId) => void;
  private readonly results: SignedResults;

  constructor(host: Host, state: MeshState, convicted: (node: PartyId) => void) {
    this.host = host;
    this.state = state;
    this.convicted = convicted;
    this.results = new SignedResults(host);
  }

  /**
   * A result, with the work of the copy that was out. If none was, it was answered before, and the first word counts;
   * or it is the answer of a quiz. Without a quizmaster results are taken at their word, and none is kept to compare:
   * they are what would fill the memory of a long run.
   */
  hear(node: PartyId, message: ResultMessage, work: ModelledWork | undefined, quizmaster?: Quizmaster): void {
    if (work === undefined) this.besides(node, message, quizmaster);
    // What nodes make of data of their own is noisy on purpose.
    else if (quizmaster !== undefined && work.program?.own === undefined) this.results.note(node, message);
  }

  /** Anybody may show what it has. */
  receive(message: Message): void {
    if (message.type === 'contradiction' && isProven(this.host, message)) this.convict(message);
  }

  private besides(node: PartyId, message: ResultMessage, quizmaster: Quizmaster | undefined): void {
    const contradiction = this.results.against(node, message);
    if (contradiction !== undefined) this.convict(contradiction);
    else if (quizmaster?.answered(node, message) === true) this.results.note(node, message);
  }

  private convict(evidence: Contradiction): void {
    const at = this.host.now();
    if (this.state.apply({ kind: 'convict', at, evidence })) this.convicted(evidence.node);
  }
}
