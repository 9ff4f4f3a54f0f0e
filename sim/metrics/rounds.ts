// The models of a run, one after another, as a report lists them.

import { inSeconds } from '../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  type FactHandlers,
  MODEL_MADE,
  PRIVACY_SPENT,
  TRAINING_ENDED,
} from '../../core/protocol/index.ts';
import type { RoundStory } from '../results/index.ts';

const TOLD_MAX = 1_000;

export class Rounds {
  readonly on: FactHandlers;
  readonly all: RoundStory[] = [];
  private bytes = 0;
  private joules = 0;
  private epsilon = 0;

  constructor() {
    this.on = {
      [ENERGY_SPENT]: ({ joules }): void => {
        this.joules += joules;
      },
      [TRAINING_ENDED]: ({ models, why }): void => {
        const last = this.all.at(-1);
        if (last?.round === models) this.all[this.all.length - 1] = { ...last, ended: why };
      },
      [PRIVACY_SPENT]: ({ epsilon }): void => {
        this.epsilon = Math.max(this.epsilon, epsilon);
      },
      [MODEL_MADE]: ({ number: round, accuracy, loss, contributions, rejected, dropped, bytes, model }, at): void => {
        this.bytes += bytes;
        const { bytes: sent, joules, epsilon } = this;
        if (this.all.length === TOLD_MAX) return;
        const figures = { round, time: inSeconds(at), accuracy, loss, contributions, rejected, dropped, model };
        this.all.push({ ...figures, bytes: sent, ...(joules > 0 && { joules }), ...(epsilon > 0 && { epsilon }) });
      },
    };
  }
}
