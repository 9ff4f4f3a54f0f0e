// The section `detector`: which outliers are noted, by what nodes report.

import { z } from 'zod';
import { detectors, findDetector } from '../../core/reputation/index.ts';
import { choice, mapping, number, positive } from './kit.ts';
import type { Plain } from './tree.ts';
import type { ResolvedDetector } from './types.ts';

const rule = choice(
  'the detector',
  'How nodes that stand out are found: see "ambient list detectors".',
  detectors.map(({ name }) => name),
);

const withThreshold = (name: string, threshold = findDetector(name)!.threshold): ResolvedDetector => {
  return { rule: name, threshold };
};

export const detector: z.ZodType<ResolvedDetector> = z
  .union([
    rule.transform((name) => withThreshold(name)),
    mapping('{ rule, threshold }', {
      rule,
      threshold: number(
        'From where on a node stands out: a score, or of telemetry-consensus the share that it may differ by. Its own default.',
        'a number, more than 0',
        positive,
      ).exactOptional(),
    }).transform((given) => withThreshold(given.rule, given.threshold)),
  ])
  .meta({
    description:
      'A statistical detector looks over what nodes report. Whom it accuses is measured ("flagged.honest", "flagged.liars"), and nothing else follows.',
  });

export const writeDetector = ({ rule: name, threshold }: ResolvedDetector): Plain => ({ rule: name, threshold });
