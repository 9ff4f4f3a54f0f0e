import { describe, expect, it } from 'vitest';
import { type Amount, gasRate, NO_TASK, partyId } from '../../../core/foundation/index.ts';
import { NODE_DEPLOYED, NODE_EXCLUDED, NODE_LIED, TOKENS_MOVED } from '../../../core/protocol/index.ts';
import { COORDINATOR, Stage } from './stage.ts';

const CLIENT = 9;

/** Nodes 2 to 5 are honest, 6 and 7 are not. */
function fleet(): Stage {
  const stage = new Stage();
  for (const node of [2, 3, 4, 5, 6, 7]) {
    const fact = { node: partyId(node), name: `node-${node}`, slots: 1, speed: gasRate(1e9), honest: node < 6 };
    stage.fact(NODE_DEPLOYED, fact, partyId(node));
  }
  return stage;
}

function lie(stage: Stage, node: number): Stage {
  const fact = { node: partyId(node), task: NO_TASK, copy: 0, behaviour: 'saboteur', wrong: true };
  return stage.fact(NODE_LIED, fact, partyId(node));
}

const exclude = (stage: Stage, node: number): Stage =>
  stage.fact(NODE_EXCLUDED, { node: partyId(node), epoch: 0 } as never, COORDINATOR);

describe('nodes.malicious', () => {
  it('is the share of nodes with a behaviour, whether or not they ever lie', () => {
    expect(fleet().values()['nodes.malicious']).toBeCloseTo(1 / 3, 12);
  });
});

describe('detection.*', () => {
  it('is about nodes that have lied, and no clients', () => {
    const stage = lie(lie(lie(fleet(), 6), 7), CLIENT);
    expect(exclude(stage, 6).values()).toMatchObject({ 'detection.share': 0.5, 'honest.punished': 0 });
  });

  it('is absent as long as nobody has lied', () => {
    expect(fleet().values()).not.toHaveProperty('detection.share');
  });
});

describe('honest.punished', () => {
  it('counts each honest node once that was excluded or has lost some of its stake, and no liar', () => {
    const slash = (stage: Stage, node: number): Stage =>
      stage.fact(
        TOKENS_MOVED,
        { kind: 'slash', task: NO_TASK, account: partyId(node), amount: 1n as Amount },
        COORDINATOR,
      );
    const stage = slash(slash(slash(exclude(fleet(), 2), 2), 3), 6);
    expect(stage.values()['honest.punished']).toBe(0.5);
  });
});
