import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../core/foundation/index.ts';
import { partyId } from '../../../core/foundation/index.ts';
import { metricInfos, type WarmupRule } from '../../../sim/metrics/index.ts';
import { Stage } from './stage.ts';

/** Submits one task each second from second 1 on, by turns of the clients; each is completed after its latency. */
function runOf(warmup: WarmupRule, clients: readonly number[]): Readonly<Record<string, number>> {
  const stage = new Stage(warmup);
  const tasks: TaskId[] = [];
  for (const [index, client] of clients.entries()) {
    tasks.push(stage.at(index + 1).submit({ client: partyId(client) }));
  }
  for (const [index, task] of tasks.entries()) stage.at(100 + index).hold(task);
  return stage.values();
}

describe('the window', () => {
  it('has every task without warm-up', () => {
    expect(runOf({ kind: 'none' }, [1, 1, 1])['tasks.submitted']).toBe(3);
  });

  it('leaves out the first so many submissions of the run, whichever client makes them', () => {
    const values = runOf({ kind: 'tasks', tasks: 3 }, [1, 40, 1, 40, 1, 1]);
    expect(values['tasks.submitted']).toBe(3);
    expect(values['latency.mean']).toBeCloseTo((103 - 4 + (104 - 5) + (105 - 6)) / 3, 12);
    expect(values['makespan']).toBe(105 - 4);
  });

  it('measures a client whose first submission comes after the warm-up', () => {
    expect(runOf({ kind: 'tasks', tasks: 2 }, [1, 1, 7])['tasks.submitted']).toBe(1);
  });

  it('begins with the submission at the very instant of warmup.after', () => {
    expect(runOf({ kind: 'after', after: 3_000_000 }, [1, 1, 1, 1])['tasks.submitted']).toBe(2);
    expect(runOf({ kind: 'after', after: 3_000_001 }, [1, 1, 1, 1])['tasks.submitted']).toBe(1);
  });

  it('is empty if the run ends in its warm-up', () => {
    expect(runOf({ kind: 'tasks', tasks: 5 }, [1, 1, 1])).toEqual({ 'tasks.submitted': 0 });
    expect(runOf({ kind: 'after', after: 9_000_000 }, [1, 1])).toEqual({ 'tasks.submitted': 0 });
  });

  it('warms up with no task at all if told so', () => {
    expect(runOf({ kind: 'tasks', tasks: 0 }, [1, 1])['tasks.submitted']).toBe(2);
  });

  it('follows a task to its end, however many other tasks end before', () => {
    const stage = new Stage({ kind: 'tasks', tasks: 1 });
    const [warm, measured] = [stage.submit(), stage.submit()];
    stage.at(50).hold(warm, 'failed').at(70).hold(measured);
    const values = stage.values();
    expect([values['tasks.completed'], values['tasks.failed'], values['makespan']]).toEqual([1, 0, 70]);
  });
});

describe('the table of metrics', () => {
  it('lists every metric once, in the order of results', () => {
    expect(metricInfos.map(({ name }) => name)).toEqual([
      ...['tasks.submitted', 'tasks.completed', 'tasks.failed', 'tasks.expired'],
      ...['latency.mean', 'latency.p50', 'latency.p95', 'latency.p99', 'latency.p999'],
      ...['wait.mean', 'service.mean', 'assignment.p99', 'slowdown.mean', 'makespan'],
      ...['utilisation.mean', 'fairness.jain', 'jobs.perTask', 'work.wasted'],
      ...['messages.perTask', 'probes.perTask', 'deadline.missed', 'energy.perTask'],
      ...['energy.task', 'energy.waste', 'energy.idle', 'carbon.perTask', 'cost.perTask'],
      ...['income.newcomer', 'income.jain'],
      ...['anchors.final', 'finality.mean', 'finality.p99', 'fees.perAnchor', 'fees.perProof'],
      ...['reorgs.count', 'reorgs.depth'],
      ...['peg.minted', 'peg.reversed', 'peg.paid', 'peg.delay', 'peg.refusals', 'peg.rescues'],
      ...['peg.liveness', 'peg.reserves'],
      ...[
        'nodes.malicious',
        'wrong.accepted',
        'wrong.rejected',
        'honest.punished',
        'detection.share',
        'detection.delay',
        'detection.convicted',
      ],
      ...['flagged.honest', 'flagged.liars'],
      ...[
        'disputes.perTask',
        'disputes.rounds',
        'disputes.time',
        'proofs.segments',
        'proofs.refused',
        'evidence.bytes',
        'stake.locked',
        'stake.returned',
        'stake.lost',
      ],
      ...['attacker.income', 'attacker.roi'],
      ...['consensus.decisions', 'consensus.messages', 'consensus.views', 'consensus.equivocations'],
      ...['federated.accuracy', 'federated.best', 'federated.loss', 'federated.rounds', 'federated.failed'],
      ...['federated.rejected', 'federated.dropped', 'federated.bytes', 'federated.time'],
      ...['training.claims', 'training.caught', 'training.chance', 'training.falseAlarms', 'training.misfits'],
      ...['training.late', 'training.repeated', 'training.overhead', 'training.joules', 'training.bytes'],
      ...['privacy.epsilon', 'privacy.spent'],
    ]);
  });

  it('gives the values of a run in that order', () => {
    const names = metricInfos.map(({ name }) => name);
    const stage = new Stage().deploy(2, 1, { idle: 1, peak: 2 });
    const task = stage.submit({ deadline: 3 });
    stage.accept(task).assign(task, 2).start(task, 2).at(1).submit();
    stage.finish(task, 2).settle(task, 2).hold(task);
    const found = Object.keys(stage.values());
    expect(found).toEqual(names.filter((name) => found.includes(name)));
    expect(found.length).toBeGreaterThan(15);
  });

  it('counts ends as fractions of the submitted', () => {
    const stage = new Stage();
    const [a, b, c, d] = [stage.submit(), stage.submit(), stage.submit(), stage.submit()];
    stage.at(1).hold(a).hold(b, 'failed').hold(c, 'expired').at(2).hold(d, 'expired');
    const values = stage.values();
    expect(values).toMatchObject({ 'tasks.submitted': 4, 'tasks.completed': 0.25, 'tasks.failed': 0.25 });
    expect(values['tasks.expired']).toBe(0.5);
    expect(values['makespan']).toBe(2);
  });
});
