import { accept, ONE_MORE, type PolicyDefinition, type Returned, WAIT } from './policy.ts';
import { tally } from './votes.ts';

/**
 * Credibility-based fault tolerance (Sarmenta 2001, 4): a task is done again until the probability that its best group
 * of equal results is right reaches `target`. A node that passed k quizzes is credible to 1 - f / ((1 - f) k e) where a
 * failed quiz excludes, and to 1 - f / k where it does not; one that passed none to 1 - f.
 */
export const credibility: PolicyDefinition = {
  name: 'credibility',
  summary: 'copies until the probability of being right reaches a target, quizzes tell whom to believe (Sarmenta)',
  parameters: {
    target: { kind: 'fraction', default: 0.99, description: 'least probability of an accepted result being right' },
    fault: { kind: 'fraction', default: 0.2, description: 'assumed probability that a stranger lies' },
    rate: { kind: 'fraction', default: 0.1, description: 'jobs that are quizzes' },
    blacklist: { kind: 'flag', default: true, description: 'a node that failed a quiz gets no more tasks' },
  },
  create: ({ target, fault, rate, blacklist }, bench) => {
    const f = Number(fault);
    const passed: number[] = [];
    const credible = ({ node }: Returned): number => {
      const k = passed[node] ?? 0;
      return k === 0 ? 1 - f : Math.max(1 - f, 1 - f / (blacklist === true ? (1 - f) * k * Math.E : k));
    };
    return {
      copies: 1,
      rule: ({ task, results, out }) => {
        const latest = results.at(-1);
        if (latest !== undefined) while (bench.random.uniform() < Number(rate)) bench.quiz(latest.node, task);
        const groups = Array.from(tally(results), ([output, members]) => ({
          output,
          good: members.reduce((all, member) => all * credible(member), 1),
          bad: members.reduce((all, member) => all * (1 - credible(member)), 1),
        }));
        const best = groups.find((group) => groupCredibility(group, groups) >= Number(target));
        if (best !== undefined) return accept(best.output);
        return out > 0 ? WAIT : ONE_MORE;
      },
      answered: (node, right) => {
        if (right) passed[node] = (passed[node] ?? 0) + 1;
        else if (blacklist === true) bench.exclude(node);
        else passed[node] = 0;
      },
    };
  },
};

interface Odds {
  readonly good: number;
  readonly bad: number;
}

/** The probability that this group is right and all others wrong, given that at most one is right. */
function groupCredibility(group: Odds, groups: readonly Odds[]): number {
  const onlyGood = (one: Odds): number => groups.reduce((all, each) => all * (each === one ? each.good : each.bad), 1);
  const noneGood = groups.reduce((all, { bad }) => all * bad, 1);
  const all = groups.reduce((sum, each) => sum + onlyGood(each), noneGood);
  return all === 0 ? 0 : onlyGood(group) / all;
}
