import { describe, expect, it } from 'vitest';
import { gasRate, partyId } from '../../../core/foundation/index.ts';
import { NODE_DEPLOYED, NODES_EXAMINED } from '../../../core/protocol/index.ts';
import { COORDINATOR, Stage } from './stage.ts';

function fleet(): Stage {
  const stage = new Stage();
  for (const [node, honest] of [true, true, true, true, false, false].entries()) {
    const fact = { node: partyId(node + 2), name: `node-${node}`, slots: 1, speed: gasRate(1e9), honest };
    stage.fact(NODE_DEPLOYED, fact, partyId(node + 2));
  }
  return stage;
}

describe('flagged.*', () => {
  it('is absent if no detector looks', () => {
    expect(Object.keys(fleet().values()).filter((name) => name.startsWith('flagged'))).toEqual([]);
  });

  it('is the share of nodes of either kind that stood out at least once', () => {
    const seen = (...flagged: number[]) => ({ flagged: flagged.map(partyId) });
    const stage = fleet().fact(NODES_EXAMINED, seen(), COORDINATOR);
    expect(stage.values()).toMatchObject({ 'flagged.honest': 0, 'flagged.liars': 0 });
    stage.fact(NODES_EXAMINED, seen(2, 6), COORDINATOR).fact(NODES_EXAMINED, seen(2, 6, 7), COORDINATOR);
    expect(stage.values()).toMatchObject({ 'flagged.honest': 0.25, 'flagged.liars': 1 });
  });
});
