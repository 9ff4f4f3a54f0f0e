import type { RewardRule } from './reward.ts';
import { auto } from './reward-auto.ts';
import { demo } from './reward-demo.ts';
import { dispatch } from './reward-dispatch.ts';
import { metered } from './reward-metered.ts';

export type { Reward, RewardRule, RewardView } from './reward.ts';

export const rewardRules: readonly RewardRule[] = [metered, dispatch, auto, demo];

export const findReward = (name: string): RewardRule | undefined => rewardRules.find((rule) => rule.name === name);
