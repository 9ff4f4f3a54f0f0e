// The checks that remove-checks.ts takes out: the text of each, and what stands there instead.

export interface Removal {
  readonly name: string;
  readonly file: string;
  readonly check: string;
  readonly without: string;
  /** Suites that are likely to notice, tried before the others. */
  readonly first: readonly string[];
}

export const removals: readonly Removal[] = [
  {
    name: 'signature of results',
    file: 'core/mesh/coordinator.ts',
    check: 'if (!this.host.verify(node, message)) return;',
    without: '',
    first: ['committee.yaml'],
  },
  {
    name: 'signatures of two results that are shown',
    file: 'core/mesh/contradictions.ts',
    check: ' && host.verify(node, first) && host.verify(node, second)',
    without: '',
    first: ['contradictions.yaml', 'two-faced.yaml'],
  },
  {
    name: 'signature of what is said in disputes',
    file: 'core/mesh/tribunal.ts',
    check: ' || !this.host.verify(from, message)',
    without: '',
    first: ['optimistic.yaml'],
  },
  {
    name: 'signature of proofs',
    file: 'core/mesh/notary.ts',
    check: 'if (!this.host.verify(from, message)) return;',
    without: '',
    first: ['proofs.yaml'],
  },
  {
    name: 'signature of assignments',
    file: 'core/node/ambient-node.ts',
    check: '|| !this.host.verify(this.coordinator, message)',
    without: '',
    first: ['federation.yaml', 'network.yaml'],
  },
  {
    name: 'signature of requests',
    file: 'core/consensus/evidence.ts',
    check: 'return this.once(asked, () => this.host.verify(asked.from, asked));',
    without: 'return true;',
    first: ['federation.yaml'],
  },
  {
    name: 'signature of ballots',
    file: 'core/consensus/evidence.ts',
    check: 'member !== undefined && this.once(ballot, () => this.host.verify(member, ballot))',
    without: 'member !== undefined',
    first: ['federation.yaml'],
  },
  {
    name: 'quorum of the federation: f + 1 for 2f + 1',
    file: 'core/consensus/quorum.ts',
    check: '2 * faultsOf(members) + 1',
    without: 'faultsOf(members) + 1',
    first: ['federation.yaml'],
  },
  {
    name: 'how many coordinators say so: 1 for f + 1',
    file: 'core/mesh/envoy.ts',
    check: 'if (alike.length < someHonest(this.members.length)) return;',
    without: '',
    first: ['federation.yaml'],
  },
  {
    name: 'that an entry is decided',
    file: 'core/consensus/evidence.ts',
    check: "this.agree(commits, 'commit', first, this.quorum)",
    without: 'true',
    first: ['federation.yaml'],
  },
  {
    name: 'certificates in changes of the primary',
    file: 'core/consensus/evidence.ts',
    check: 'prepared.every((one) => this.isPrepared(one))',
    without: 'true',
    first: ['federation.yaml'],
  },
  {
    name: 'that a primary proposes one entry for a place',
    file: 'core/consensus/replica.ts',
    check: 'if (this.order.slot(sequence).proposal?.ballot.view === view) return;',
    without: '',
    first: ['succession.yaml'],
  },
  {
    name: 'that a request is executed once',
    file: 'core/consensus/pool.ts',
    check: 'if (numbers.has(number)) return false;',
    without: '',
    first: ['federation.yaml'],
  },
  {
    name: 'that a task is opened once',
    file: 'core/mesh/coordinator.ts',
    check: 'if (clientOf(task) !== client || this.state.knows(client, task)) return;',
    without: '',
    first: ['clients.yaml'],
  },
  {
    name: 'that a settled task is closed',
    file: 'core/mesh/coordinator.ts',
    check: 'return open?.settled === true ? undefined : open;',
    without: 'return open;',
    first: ['machines.yaml'],
  },
  {
    name: 'that a settled task is judged no more',
    file: 'core/mesh/court.ts',
    check: 'if (task.settled) {',
    without: 'if (task.task < 0) {',
    first: ['machines.yaml'],
  },
  {
    name: 'that a copy is answered once',
    file: 'core/mesh/coordinator.ts',
    check:
      'if (task?.takeCopy(node, message.copy) === undefined) return this.prosecutor.besides(node, message, this.court);',
    without:
      'if (task === undefined) return this.prosecutor.besides(node, message, this.court);\n    task.takeCopy(node, message.copy);',
    first: ['network.yaml', 'clients.yaml'],
  },
  {
    name: 'that an assignment is taken once',
    file: 'core/node/ambient-node.ts',
    check: 'if (!this.assignments.isNew(message.task, message.copy)) return;',
    without: '',
    first: ['network.yaml'],
  },
  {
    name: 'for which life of a node an assignment is',
    file: 'core/node/ambient-node.ts',
    check: 'return this.durable ? epoch <= this.epoch : epoch === this.epoch;',
    without: 'return true;',
    first: ['proof-of-training.yaml'],
  },
  {
    name: 'that a heartbeat lets nobody in who is out',
    file: 'core/mesh/coordinator.ts',
    check: "if (isOut(member.standing) && (standing !== 'excluded' || member.standing === 'excluded')) return;",
    without: '',
    first: ['spot-check.yaml'],
  },
  {
    name: 'that an excluded node stays so',
    file: 'core/mesh/state.ts',
    check: "standing: isOut(before) ? before : 'online'",
    without: "standing: 'online'",
    first: ['spot-check.yaml'],
  },
  {
    name: 'quorum of a committee: f for 2f + 1',
    file: 'core/verification/committee.ts',
    check: 'const quorum = 2 * liars + 1;',
    without: 'const quorum = liars;',
    first: ['committee.yaml'],
  },
  {
    name: 'nonce of proofs',
    file: 'core/verification/modelled-trace.ts',
    check: "/${task}.${work.proof?.nonce ?? ''}`",
    without: '`',
    first: ['proofs.yaml'],
  },
  {
    name: 'whose a proof is',
    file: 'core/verification/modelled-trace.ts',
    check: '/${prover}/',
    without: '/',
    first: ['proofs.yaml'],
  },
  {
    name: 'what a proof is about',
    file: 'core/verification/modelled-trace.ts',
    check: 'claimed.output === truth(claimed.task, claimed.work) &&\n      proof.length',
    without: 'proof.length',
    first: ['proofs.yaml'],
  },
  {
    name: 'that an opening is what was committed to',
    file: 'core/verification/machine.ts',
    check: 'return machine.opens(claimed, root, cut, opening);',
    without: 'return true;',
    first: ['optimistic.yaml'],
  },
  {
    name: 'that the claim fixes the ends of its trace',
    file: 'core/verification/machine.ts',
    check: 'if (known !== undefined && !same(known, opening.state)) return false;',
    without: '',
    first: ['optimistic.yaml'],
  },
  {
    name: 'that a segment comes to what it says',
    file: 'core/verification/machine.ts',
    check: 'return reached !== undefined && same(reached, after.state);',
    without: 'return reached !== undefined;',
    first: ['optimistic.yaml'],
  },
  {
    name: 'who may answer in a dispute',
    file: 'core/mesh/tribunal.ts',
    check: '!trial.isAsked(from, message) || ',
    without: '',
    first: ['optimistic.yaml'],
  },
  {
    name: 'that an account has what it spends',
    file: 'core/incentives/ledger.ts',
    check: 'if (this.balance(account) < value) return false;',
    without: '',
    first: ['clients.yaml'],
  },
];
