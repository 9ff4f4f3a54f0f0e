import { keepNewest, type TaskId } from '../../core/foundation/index.ts';
import type { SegmentMessage, Trace } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { type Defence, defences, defended } from './defence.ts';
import { forged } from './forgery.ts';

/** Disputes that it can be in at once, and more. */
const KEPT = 64;

export const wrongMidpoint: BehaviourDefinition = {
  name: 'wrong-midpoint',
  summary: 'returns wrong results, and defends them in disputes with false states of its trace',
  parameters: {
    rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' },
    bad: { kind: 'count', default: 1, min: 1, description: 'segments of its trace that no execution comes to' },
    defence: {
      kind: 'choice',
      default: 'false-states',
      choices: defences,
      description:
        'shows what it has committed to; or midpoints that it has not; or, at last, a true segment of another trace; or commits to a true trace, of another end',
    },
    ...timing,
  },
  create: ({ rate, bad, defence }, { random }) => {
    const truths = new Map<TaskId, Trace>();
    return {
      badSegments: Number(bad),
      claims: (result) => (random.uniform() < Number(rate) ? forged(result, 0) : result),
      defends: (claimed, honest, own) => {
        if (defence === 'other-segment') keepNewest(truths, claimed.task, honest, KEPT);
        return defended(defence as Defence, claimed, honest, own);
      },
      alters: (message) => {
        const truth = message.type === 'segment' ? truths.get(message.task) : undefined;
        return message.type === 'segment' && truth !== undefined ? shownOf(truth, message) : message;
      },
    };
  },
};

const shownOf = (trace: Trace, message: SegmentMessage): SegmentMessage => ({
  ...message,
  before: trace.opening(message.cut),
  after: trace.opening(message.cut + 1),
  evidence: trace.evidence(message.cut),
});
