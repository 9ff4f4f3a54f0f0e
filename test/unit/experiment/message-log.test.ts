import { describe, expect, it } from 'vitest';
import { type PartyId, taskId } from '../../../core/foundation/index.ts';
import type { Message } from '../../../core/protocol/index.ts';
import { MessageLog } from '../../../sim/experiment/message-log.ts';

const [client, coordinator, node] = [0, 1, 2] as PartyId[] as [PartyId, PartyId, PartyId];
const names = ['client', 'coordinator', 'pi-1'];
const settled = (number: number): Message =>
  ({ type: 'settled', task: taskId(client, number), status: 'completed', reason: 'none' }) as Message;

function logUntil(broken: () => boolean): MessageLog {
  const log = new MessageLog(broken);
  log.nameOf = (party) => names[party]!;
  return log;
}

describe('the messages that a failure is about', () => {
  it('are the last ones, in the order in which they were sent, without the pulse of the mesh', () => {
    const log = logUntil(() => false);
    for (let at = 0; at < 1_000; at++) {
      log.tap(coordinator, client, settled(at), at * 1e6, at * 1e6 + 500);
      log.tap(node, coordinator, { type: 'heartbeat' } as Message, at * 1e6, at * 1e6);
    }
    expect(log.all).toHaveLength(150);
    expect(log.all[0]).toMatchObject({ at: 850, about: 'task 850 of client' });
    expect(log.all.at(-1)).toEqual({
      from: 'coordinator',
      to: 'client',
      type: 'settled',
      about: 'task 999 of client',
      at: 999,
      arrives: 999.0005,
    });
  });

  it('end where the invariant broke', () => {
    let broken = false;
    const log = logUntil(() => broken);
    log.tap(coordinator, client, settled(0), 0, Infinity);
    broken = true;
    log.tap(coordinator, client, settled(1), 1, 1);
    broken = false;
    log.tap(coordinator, client, settled(2), 2, 2);
    expect(log.all.map(({ about }) => about)).toEqual(['task 0 of client']);
    expect(log.all[0]).not.toHaveProperty('arrives');
  });
});
