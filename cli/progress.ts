// Progress on a terminal: a bar on stderr while runs finish, and nothing where nobody would see it.

import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /** How many runs have finished. */
  readonly update: (done: number, total: number) => void;
  /** Clears the line, so that what follows starts on a clean one. */
  readonly stop: () => void;
}

export function progressBar(label: string, total: number, { progress }: Terminal): Progress {
  if (progress === undefined) return { update: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    stream: progress,
    format: `${label} {bar} {value}/{total} runs · {eta_formatted} left`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: false,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return {
    update: (done, all) => {
      bar.setTotal(all);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

export interface StageProgress {
  /** What is done now, and the share of the whole that lies behind. */
  readonly update: (stage: string, done: number) => void;
  readonly stop: () => void;
}

/** One bar through stages of unlike length. */
export function progressOf({ progress }: Terminal): StageProgress {
  if (progress === undefined) return { update: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    stream: progress,
    format: '{bar} {percentage} % · {stage}',
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: false,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(100, 0, { stage: '' });
  return {
    update: (stage, done) => bar.update(Math.round(100 * done), { stage }),
    stop: () => bar.stop(),
  };
}
