import type { TaskId } from '../../core/foundation/index.ts';
import { type Agreement, type Digest, type Message, type Opening, UNSIGNED } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

const NOTHING: Opening = { state: new Uint8Array(32), path: new Uint8Array(32) };
const NO_ROOT = '00'.repeat(32) as Digest;

/** A dispute as its challenger can follow it. */
interface Game {
  low: number;
  high: number;
}

/**
 * As a challenger it shows nonsense in the prover's place, before that one can answer; as a prover it agrees with itself in
 * the challenger's place, so that the last segment is that of the end, which its trace may well have right.
 */
export const interloper: BehaviourDefinition = {
  name: 'interloper',
  summary: 'returns wrong results, and in disputes also answers in the place of the other side, to make it lose',
  parameters: { rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' }, ...timing },
  create: ({ rate }, { random }) => {
    const games = new Map<TaskId, Game>();
    return {
      claims: (result) => (random.uniform() < Number(rate) ? forged(result, 0) : result),
      defends: ({ task, segments }, _, own) => {
        games.set(task, { low: 0, high: segments });
        return own;
      },
      adds: (message) => {
        if (message.type !== 'agreement' && message.type !== 'opening') return [];
        const game = games.get(message.task);
        if (game === undefined) return [];
        if (message.type === 'agreement') return [next(game, message)];
        if (message.cut === game.high) return [];
        const { task, copy, cut } = message;
        return [{ type: 'agreement', task, copy, cut, agrees: true, signature: UNSIGNED }];
      },
    };
  },
};

/** What the prover is asked next. */
function next(game: Game, { task, copy, cut, agrees }: Agreement): Message {
  if (agrees) game.low = cut;
  else game.high = cut;
  const { low, high } = game;
  const about = { task, copy, signature: UNSIGNED };
  if (high - low > 1) return { type: 'opening', ...about, cut: (low + high) >>> 1, root: NO_ROOT, ...NOTHING };
  return { type: 'segment', ...about, cut: low, before: NOTHING, after: NOTHING, evidence: NOTHING.path };
}
