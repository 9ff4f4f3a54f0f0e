import { describe, expect, it } from 'vitest';
import { taskId } from '../../../core/foundation/index.ts';
import { invariants, watch } from '../../../sim/invariants/index.ts';
import { CLIENT, Court, OTHER, TASK } from './court.ts';

/** A mesh of two nodes with two slots and one, and a client who has ten. */
const opened = (): Court =>
  new Court().deploy(2, 2).deploy(3, 1).grant(CLIENT, 10n).node(2, 'registered').node(3, 'registered');
const accepted = (court: Court = opened()): Court => court.submit().accept().put(5n).assign(2).start(2);
const completed = (court: Court = accepted()): Court =>
  court.finish(2).judge(2, true).settle('completed', 2).release(2, 5n).hold('completed');

/** A task of a client that aggregates. */
const trained = (): Court => completed(accepted(opened().train()));

/** Another task, which needs the first, has run on a node and was not finished. */
const pair = (court: Court, node: number): Court =>
  court.start(node, OTHER).abort(node, OTHER).settle('failed', undefined, OTHER).hold('failed', OTHER);
const both = (): Court => opened().submit().submit(OTHER).need(TASK);
const firstDone = (): Court => ran(both()).settle('completed', 2).release(2, 5n).hold('completed');
const ran = (court: Court): Court => court.accept().put(5n).assign(2).start(2).finish(2).judge(2, true);

/** A third node, that draws nothing when idle and has run a copy: 33 J in three seconds, of which so many are told. */
const metered = (joules: number): Court =>
  completed().deploy(4, 1, { idle: 0, peak: 11 }).start(4).draw(4, 11).finish(4).spend(4, joules).draw(4, 0);

/** What one contribution costs, and two of them, by the closed form: n/(2 s^2) a + ln(1/delta)/(a - 1) on the orders. */
const ONCE = epsilonAt(1);
const TWICE = epsilonAt(2);
const told = (limit: number): Court => completed().tell(2, ONCE, limit);

function epsilonAt(times: number): number {
  const orders = [
    ...Array.from({ length: 99 }, (_, x) => 1 + (x + 1) / 10),
    ...Array.from({ length: 52 }, (_, x) => 12 + x),
  ];
  return Math.min(...orders.map((order) => (times * order) / 200 - Math.log(1e-5) / (order - 1)));
}

const minted = (): Court => opened().reserves(99n).deposit(9n).peg('mint', 9n);

/** A real module has begun on a node. */
const ranModule = (): Court => completed().start(3);

const finished = (): Court => accepted().finish(2).judge(2, true).settle('completed', 2);

describe('a run that keeps the rules', () => {
  it.each([
    ['nothing happens', new Court()],
    ['a task completes', completed()],
    ['a copy uses what its node draws', metered(33)],
    ['a real module uses all that it may', ranModule().sandbox(3, 1_000_000_000, 2 ** 24)],
    ['a real module runs out of gas', ranModule().sandbox(3, 1_000_000_000, 0, 'gas')],
    ['a task starts where the one that it needs ran', pair(firstDone(), 2)],
    ['a task starts where what it needs was brought', pair(firstDone().bring(3), 3)],
    ['a task expires', accepted().settle('expired').refund(5n).abort(2).hold('expired')],
    [
      'a first result is rejected',
      accepted()
        .finish(2)
        .judge(2, false)
        .assign(3)
        .start(3)
        .finish(3)
        .judge(3, true)
        .settle('completed', 3)
        .release(3, 5n)
        .hold('completed'),
    ],
    ['a client cannot pay', opened().submit().settle('failed').hold('failed')],
    [
      'a crash stops a copy, which starts again',
      accepted()
        .abort(2)
        .restart(2, true)
        .start(2)
        .finish(2)
        .judge(2, true)
        .settle('completed', 2)
        .release(2, 5n)
        .hold('completed'),
    ],
    [
      'a loser runs on',
      accepted()
        .assign(3)
        .start(3)
        .finish(2)
        .judge(2, true)
        .settle('completed', 2)
        .release(2, 5n)
        .hold('completed')
        .finish(3),
    ],
    [
      'a suspended node goes offline and returns',
      completed()
        .node(3, 'suspended')
        .node(3, 'offline')
        .node(3, 'online')
        .submit(OTHER)
        .accept(OTHER)
        .put(5n, OTHER)
        .assign(3, OTHER)
        .settle('failed', undefined, OTHER)
        .refund(5n, CLIENT, OTHER)
        .hold('failed', OTHER),
    ],
    [
      'a liar loses a dispute and its stake',
      completed()
        .grant(3, 10n)
        .stake('bond', 3, 10n)
        .lie(3)
        .challenge(2, 3)
        .defeat(3, 2, 'false-challenge')
        .stake('slash', 3, 10n)
        .stake('award', 2, 5n),
    ],
    [
      'a node that has signed two results loses its stake',
      completed().grant(3, 9n).stake('bond', 3, 9n).lie(3).convict(3).stake('slash', 3, 9n).exclude(3),
    ],
    ['anchors follow one another', opened().commit(0).commit(1).anchor(0, 'coin:0').anchor(1, 'tx-0:1')],
    [
      'a deposit goes as it came',
      opened().reserves(9n).deposit(9n).peg('mint', 9n).peg('burn', 9n).request(9n).reserves(0n).paid(9n),
    ],
    [
      'a deposit that a reorganisation took is taken back',
      opened().reserves(9n).deposit(9n).peg('mint', 9n).deposit(0n).peg('reverse', 9n).reserves(0n),
    ],
    [
      'what was burned is not owed once its deposit is gone',
      opened()
        .reserves(9n)
        .deposit(9n)
        .peg('mint', 9n)
        .peg('burn', 9n)
        .request(9n)
        .deposit(0n)
        .peg('reverse', 9n)
        .reserves(0n),
    ],
    ['a budget is divided', finished().divide(2, 3n, 1n, 1n).hold('completed')],
    [
      'all slots of a node are busy',
      accepted()
        .submit(OTHER)
        .accept(OTHER)
        .put(5n, OTHER)
        .assign(2, OTHER)
        .start(2, OTHER)
        .finish(2)
        .judge(2, true)
        .settle('completed', 2)
        .release(2, 5n)
        .hold('completed')
        .finish(2, OTHER)
        .judge(2, true, OTHER)
        .settle('completed', 2, OTHER)
        .release(2, 5n, OTHER)
        .hold('completed', OTHER),
    ],
    ['a model is made of an update', trained().challenge(2, 3).defeat(2, 3, 'late').model(1)],
    [
      'a node leaves, loses a part of its stake, and is given the rest',
      completed()
        .grant(3, 9n)
        .stake('bond', 3, 9n)
        .leave(3)
        .stake('unbond', 3, 9n)
        .challenge(2, 3)
        .defeat(3, 2, 'late')
        .stake('slash', 3, 1n)
        .stake('withdraw', 3, 8n),
    ],
    [
      'members execute the same requests, each once',
      completed().federate(8, 9).decide(8, 1, 'a', 4).decide(9, 1, 'a', 4).decide(8, 2, 'b', 5).decide(9, 2, 'b', 5),
    ],
    ['nodes prove what they have made', completed().steal(3).prove(2)],
    [
      'a node that remembers nothing begins what it is given in its new life',
      accepted()
        .abort(2)
        .restart(2, false)
        .node(2, 'registered')
        .assign(2)
        .start(2)
        .finish(2)
        .judge(2, true)
        .settle('completed', 2)
        .release(2, 5n)
        .hold('completed'),
    ],
    ['nodes tell what they may', told(1).tell(2, TWICE, 1).tell(3, ONCE, 1)],
  ])('is not flagged when %s', (_, court) => {
    expect(court.broken()).toEqual([]);
  });
});

describe('a canary that breaks a rule is caught', () => {
  it.each([
    [
      'tokens-conserved',
      'more than it has',
      opened().submit(TASK, 11n).accept().put(11n).settle('failed').refund(11n).hold('failed'),
    ],
    [
      'tokens-conserved',
      'put 6 into escrow, more than its client offers',
      opened().submit().accept().put(6n).settle('failed').refund(6n).hold('failed'),
    ],
    ['tokens-conserved', 'has nothing in escrow', completed().refund(5n)],
    ['tokens-conserved', 'has nothing in escrow', completed().release(2, 5n)],
    ['tokens-conserved', '4 of 5', accepted().settle('failed').refund(4n).hold('failed')],
    ['tokens-conserved', 'escrow again', completed().put(5n)],
    ['tokens-conserved', 'at the end task 0 of client 1 still has 5', accepted().settle('failed').hold('failed')],
    ['tokens-conserved', 'went to account 3', accepted().settle('failed').refund(5n, 3).hold('failed')],
    ['tokens-conserved', 'put -5', opened().submit().accept().put(-5n).settle('failed').refund(-5n).hold('failed')],
    ['wrong-result-never-accepted', 'certified by nodes 2, 3', completed().lie(2).lie(3).certify(9, [2, 3])],
    ['wrong-result-never-accepted', 'was proven by node 3', completed().prove(2).lie(3).prove(3)],
    ['stolen-proofs-never-pay', 'node 3 showed a proof', completed().steal(2).prove(3, OTHER).steal(3).prove(3)],
    ['honest-never-slashed', 'node 3 was excluded', completed().lie(2).exclude(3)],
    ['convictions-follow-lies', 'has never lied', completed().lie(2).convict(3)],
    ['convictions-follow-lies', 'convicted again', completed().lie(3).convict(3).convict(3)],
    ['convictions-follow-lies', 'do not contradict each other', completed().lie(3).convict(3, [2, 2])],
    [
      'convictions-follow-lies',
      'which had been convicted',
      accepted().lie(2).convict(2).finish(2).judge(2, true).settle('completed', 2).release(2, 5n).hold('completed'),
    ],
    [
      'honest-never-slashed',
      'node 2 lost stake, but no dispute',
      completed().grant(2, 9n).stake('bond', 2, 9n).lie(3).challenge(2, 3).defeat(3, 2, 'late').stake('slash', 2, 9n),
    ],
    [
      'honest-never-slashed',
      'node 3 lost stake',
      completed()
        .grant(3, 9n)
        .stake('bond', 3, 9n)
        .challenge(2, 3)
        .defeat(3, 2, 'late')
        .stake('slash', 3, 1n)
        .stake('slash', 3, 1n),
    ],
    ['members-agree', 'different entries as number 1', completed().federate(8, 9).decide(8, 1, 'a').decide(9, 1, 'b')],
    ['members-agree', 'entry 3 right after entry 1', completed().federate(8).decide(8, 1, 'a').decide(8, 3, 'c')],
    [
      'members-agree',
      'executed a request of party 1 again',
      completed().federate(8).decide(8, 1, 'a', 4, 5).decide(8, 2, 'b', 6, 4),
    ],
    ['held-as-settled', 'takes it for failed', finished().release(2, 5n).hold('failed')],
    ['certificates-never-conflict', 'certificates that conflict', completed().certify(1, [2, 3]).certify(2, [2, 3])],
    [
      'honest-wins-disputes',
      'node 3, which was honest, lost',
      completed().lie(2).challenge(2, 3).defeat(3, 2, 'bad-segment'),
    ],
    [
      'honest-wins-disputes',
      'false-challenge',
      completed().lie(3, OTHER).challenge(2, 3).defeat(3, 2, 'false-challenge'),
    ],
    ['honest-wins-disputes', 'disbelieved', completed().challenge(2, 3).defeat(3, 2, 'disbelieved')],
    ['disputes-end', 'took 4 rounds', completed().challenge(2, 3).defeat(3, 2, 'late', 4)],
    ['disputes-end', 'never ended', completed().challenge(2, 3)],
    [
      'disputes-end',
      'completed during a dispute',
      accepted().finish(2).challenge(2, 3).judge(2, true).settle('completed', 2).release(2, 5n).hold('completed'),
    ],
    ['tokens-conserved', 'bonded 11', completed().grant(3, 10n).stake('bond', 3, 11n)],
    [
      'tokens-conserved',
      'lost 11 of a stake of 10',
      completed().grant(3, 10n).stake('bond', 3, 10n).challenge(2, 3).defeat(3, 2, 'late').stake('slash', 3, 11n),
    ],
    [
      'tokens-conserved',
      'awarded 6',
      completed()
        .grant(3, 10n)
        .stake('bond', 3, 10n)
        .challenge(2, 3)
        .defeat(3, 2, 'late')
        .stake('slash', 3, 5n)
        .stake('award', 2, 6n),
    ],
    ['tokens-conserved', 'has not asked for', completed().grant(3, 9n).stake('bond', 3, 9n).stake('withdraw', 3, 9n)],
    [
      'tokens-conserved',
      'was given 9 of a stake of 8',
      completed()
        .grant(3, 9n)
        .stake('bond', 3, 9n)
        .stake('unbond', 3, 9n)
        .challenge(2, 3)
        .defeat(3, 2, 'late')
        .stake('slash', 3, 1n)
        .stake('withdraw', 3, 9n),
    ],
    [
      'tokens-conserved',
      'asked for its stake again',
      completed().grant(3, 9n).stake('bond', 3, 9n).stake('unbond', 3, 9n).stake('unbond', 3, 9n),
    ],
    [
      'tokens-conserved',
      'asked for 8 of a stake of 9',
      completed().grant(3, 9n).stake('bond', 3, 9n).stake('unbond', 3, 8n),
    ],
    [
      'only-eligible-assigned',
      'which is leaving',
      completed()
        .leave(2)
        .node(2, 'online')
        .submit(OTHER)
        .assign(2, OTHER)
        .settle('failed', undefined, OTHER)
        .hold('failed', OTHER),
    ],
    ['anchors-chain', 'where 0 was next', opened().commit(1).anchor(1, 'coin:0')],
    ['anchors-chain', 'became final where 1', opened().commit(0).anchor(0, 'coin:0').commit(0).anchor(0, 'tx-0:1')],
    ['anchors-chain', 'not the anchor before', opened().commit(0).commit(1).anchor(0, 'coin:0').anchor(1, 'coin:1')],
    ['anchors-chain', 'not in the chain any more', opened().commit(0).anchor(0, 'coin:0').halt(0)],
    ['anchors-become-final', '1 epochs', opened().commit(0).anchor(0, 'coin:0').commit(1)],
    ['anchors-become-final', 'has the root cd', opened().commit(0).anchor(0, 'coin:0', 'cd')],
    ['peg-solvent', 'stand for 9 satoshi, and there are 8', opened().reserves(8n).deposit(9n).peg('mint', 9n)],
    ['peg-solvent', 'and there are 0', opened().reserves(9n).deposit(9n).peg('mint', 9n).reserves(0n).peg('burn', 9n)],
    [
      'peg-solvent, burns-are-paid',
      'burned for and not paid',
      opened().reserves(3n).deposit(3n).peg('mint', 3n).peg('burn', 3n).request(3n).reserves(0n),
    ],
    [
      'peg-solvent, burns-are-paid',
      '3 satoshi were burned for and not paid, and there are 0',
      opened()
        .reserves(9n)
        .deposit(9n)
        .peg('mint', 9n)
        .peg('burn', 9n)
        .request(9n)
        .deposit(0n)
        .peg('reverse', 9n)
        .deposit(3n, 7)
        .peg('mint', 3n, 7)
        .peg('burn', 3n, 7)
        .request(3n, 7, 1)
        .reserves(0n),
    ],
    ['deposits-credited', 'was minted 18 satoshi, and has deposited 9', minted().peg('mint', 9n)],
    ['deposits-credited', 'in the end, for deposits of 12', minted().deposit(12n).reserves(99n)],
    ['deposits-credited', 'in the end, for deposits of 0', minted().deposit(0n).reserves(99n)],
    ['burns-are-paid', '1 burns were not paid, the first of them number 0', minted().peg('burn', 3n).request(3n)],
    ['burns-are-paid', 'one that nobody waits for', minted().peg('burn', 3n).request(3n).paid(3n).paid(3n)],
    ['burns-are-paid', 'payment 0 of 4 satoshi', minted().peg('burn', 3n).request(3n).paid(4n)],
    [
      'models-of-accepted-updates',
      'which has none',
      accepted(opened().train()).abort(2).settle('expired').refund(5n).hold('expired').model(1),
    ],
    ['models-of-accepted-updates', 'counts again in model 2', trained().model(1).model(2)],
    [
      'models-of-accepted-updates',
      'an update of node 2 that was refuted',
      trained().lie(2).challenge(2, 3).defeat(2, 3, 'bad-segment').model(1),
    ],
    ['privacy-budget-kept', 'node 2 has spent an epsilon of 0.6', told(0.6).tell(2, TWICE, 0.6)],
    ['privacy-budget-kept', 'says it has spent an epsilon of 0.4', told(1).tell(2, 0.4, 1)],
    ['privacy-budget-kept', 'changed what its budget is', told(1).tell(2, TWICE, 2)],
    ['tokens-conserved', 'burned 10', opened().reserves(9n).deposit(9n, 7).peg('mint', 9n, 7).peg('burn', 10n, 7)],
    ['tokens-conserved', 'still has 1', finished().divide(2, 3n, 1n, 0n).hold('completed')],
    ['tokens-conserved', '2 of 5', finished().divide(2, 3n, 1n, 2n).hold('completed')],
    ['tokens-conserved', 'nothing left in escrow', finished().divide(2, 4n, 1n, 0n).hold('completed')],
    ['tokens-conserved', 'was granted -1', opened().grant(CLIENT, -1n)],
    [
      'settles-once',
      'settled again, as expired',
      accepted().settle('failed').settle('expired').refund(5n).hold('failed'),
    ],
    [
      'no-payment-without-acceptance',
      'before any result',
      accepted().finish(2).settle('failed').release(2, 5n).hold('failed'),
    ],
    [
      'no-payment-without-acceptance',
      'accepted result is by node 2',
      accepted().judge(2, true).settle('completed', 2).release(3, 5n).hold('completed'),
    ],
    ['one-accepted-result', 'second accepted result', completed().judge(3, true)],
    ['one-accepted-result', 'with no accepted result', accepted().settle('completed', 2).refund(5n).hold('completed')],
    [
      'one-accepted-result',
      'completed by node 3, with an accepted result by node 2',
      accepted().judge(2, true).settle('completed', 3).release(2, 5n).hold('completed'),
    ],
    [
      'one-accepted-result',
      'as expired, with an accepted',
      accepted().judge(2, true).settle('expired').refund(5n).hold('expired'),
    ],
    ['only-eligible-assigned', 'node 9, which is not registered', completed().assign(9)],
    ['only-eligible-assigned', 'node 3, which is offline', completed().node(3, 'offline').assign(3)],
    ['only-eligible-assigned', 'node 3, which is suspended', completed().node(3, 'suspended').assign(3)],
    ['held-as-settled', 'not settled as completed', accepted().settle('failed').refund(5n).hold('completed')],
    ['held-as-settled', 'learnt its end again', completed().hold('completed')],
    ['slots-respected', 'more copies than its 1 slots', completed().start(3).start(3, OTHER)],
    ['slots-respected', 'had not started', completed().finish(3)],
    ['slots-respected', 'had not started', completed().abort(3)],
    ['slots-respected', 'more copies than its 0 slots', completed().start(9)],
    ['only-signed-counts', 'node 3 has not signed', completed().disown(3, 'result').judge(3, false)],
    ['only-signed-counts', 'committed to a trace', completed().disown(3, 'opening').judge(3, false).commitTo(3)],
    ['only-signed-counts', 'a proof for task 0', completed().disown(2, 'proof').prove(3).prove(2)],
    ['copies-run-once', 'node 2 began copy 0 of task 0 of client 1 again', completed().start(2).abort(2)],
    [
      'copies-run-once',
      'given to an earlier life',
      accepted().abort(2).restart(2, false).start(2).abort(2).settle('failed').refund(5n).hold('failed'),
    ],
    ['sandbox-limits-hold', 'took 1000000001 gas', ranModule().sandbox(3, 1_000_000_001, 8)],
    ['sandbox-limits-hold', 'put out 16777217 bytes, and the', ranModule().sandbox(3, 8, 2 ** 24 + 1)],
    ['sandbox-limits-hold', 'put out 1 bytes, and ended as trap', ranModule().sandbox(3, 8, 1, 'trap')],
    ['sandbox-limits-hold', 'result timeout', ranModule().sandbox(3, 8, 0, 'timeout')],
    ['inputs-come-first', 'without the output of task 0', pair(firstDone(), 3)],
    ['inputs-come-first', 'without the output of task 0', pair(firstDone().bring(2), 3)],
    ['inputs-come-first', 'without the output of task 0', pair(firstDone().bring(3, 4), 3)],
    [
      'inputs-come-first',
      'before task 0 of client 1, which it needs, was completed',
      pair(ran(both()), 2).settle('completed', 2).release(2, 5n).hold('completed'),
    ],
    ['energy-adds-up', 'node 4 drew 33 J, but 32 J are accounted for', metered(32)],
    ['energy-adds-up', 'node 4 drew 33 J, but 34 J are accounted for', metered(34)],
    ['energy-adds-up', 'node 4 has 1 copies whose energy', metered(33).start(4, OTHER).finish(4, OTHER)],
    ['energy-adds-up', 'spent -1 J', metered(34).start(4, OTHER).spend(4, -1, OTHER).finish(4, OTHER)],
    ['energy-adds-up', 'draws -1 W', metered(33).draw(4, -1).draw(4, 0)],
    ['energy-adds-up', 'spent energy, but has no power figures', completed().spend(2, 1)],
    ['energy-adds-up', 'draws power, but has no power figures', completed().draw(2, 1)],
    ['every-task-settles', 'accepted and never settled', accepted().refund(5n).hold('expired')],
    ['every-task-settles', 'never learnt', opened().submit()],
    ['every-task-settles', 'client of task 1 of', completed().submit(OTHER)],
  ])('%s: %s', (name, why, court) => {
    const broken = court.broken();
    expect(broken.map((outcome) => outcome.name)).toEqual(name.split(', '));
    expect(broken[0]!.why).toContain(why);
  });

  it('of each invariant there is', () => {
    expect(invariants.map(({ name }) => name)).toEqual([
      ...['tokens-conserved', 'settles-once', 'no-payment-without-acceptance', 'one-accepted-result'],
      ...['only-eligible-assigned', 'held-as-settled', 'only-signed-counts'],
      ...['slots-respected', 'copies-run-once'],
      ...['sandbox-limits-hold', 'inputs-come-first'],
      ...['energy-adds-up', 'anchors-chain', 'peg-solvent', 'deposits-credited', 'privacy-budget-kept'],
      'models-of-accepted-updates',
      ...['wrong-result-never-accepted', 'stolen-proofs-never-pay', 'honest-never-slashed', 'convictions-follow-lies'],
      ...['certificates-never-conflict', 'members-agree'],
      ...['honest-wins-disputes', 'disputes-end'],
      ...['every-task-settles', 'anchors-become-final', 'burns-are-paid'],
    ]);
  });
});

describe('a watch', () => {
  it('says when and how an invariant was first broken, in virtual seconds', () => {
    const court = accepted().settle('failed').refund(5n).hold('failed');
    const [first] = court.settle('failed').settle('expired').broken();
    expect(first).toEqual({
      name: 'settles-once',
      held: false,
      at: 13,
      why: 'task 0 of client 1 was settled again, as failed',
    });
  });

  it('has results in the order of the names, of these alone', () => {
    expect(watch(['slots-respected', 'settles-once']).results()).toEqual([
      { name: 'slots-respected', held: true },
      { name: 'settles-once', held: true },
    ]);
  });

  it('knows every name it is given', () => {
    expect(() => watch(['settles-twice'])).toThrow('settles-twice');
  });
});

describe('many tasks', () => {
  it('are each remembered, for every client', () => {
    const court = new Court();
    for (let sequence = 0; sequence < 100; sequence++) {
      for (const client of [1, 7]) {
        const task = taskId(client as typeof CLIENT, sequence);
        court.submit(task).settle('failed', undefined, task).hold('failed', task);
      }
    }
    const again = taskId(7 as typeof CLIENT, 3);
    expect(court.settle('failed', undefined, again).broken()).toMatchObject([
      { name: 'settles-once', why: 'task 3 of client 7 was settled again, as failed' },
    ]);
  });
});

describe('amounts', () => {
  it('are exact beyond 2^53', () => {
    const large = 2n ** 70n + 1n;
    const exact = new Court()
      .grant(CLIENT, large)
      .grant(CLIENT, 1n)
      .submit(TASK, large + 1n)
      .accept()
      .put(large + 1n);
    expect(
      exact
        .settle('failed')
        .refund(large + 1n)
        .hold('failed')
        .broken(),
    ).toEqual([]);
    const over = new Court()
      .grant(CLIENT, large)
      .submit(TASK, large + 1n)
      .accept()
      .put(large + 1n);
    expect(
      over
        .settle('failed')
        .refund(large + 1n)
        .hold('failed')
        .broken(),
    ).toMatchObject([
      { name: 'tokens-conserved', why: `account 1 put ${(large + 1n).toString()} into escrow, more than it has` },
    ]);
  });

  it('may be spent to the last one, and what was earned may be spent', () => {
    const court = new Court().grant(CLIENT, 5n).submit().accept().put(5n).settle('failed').refund(5n).hold('failed');
    court.submit(OTHER).accept(OTHER).put(5n, OTHER).settle('failed', undefined, OTHER).refund(5n, CLIENT, OTHER);
    expect(court.hold('failed', OTHER).broken()).toEqual([]);
  });
});
