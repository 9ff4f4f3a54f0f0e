// proofs.*, evidence.bytes: what it costs that results are proven, or can be fought over.

import { MESSAGE_SENT, PROOF_VERIFIED, sizeOf } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const proofs: MetricDefinition = {
  provides: [
    {
      name: 'proofs.segments',
      unit: 'number',
      description: 'segments whose proof was found valid, over completed tasks',
    },
    {
      name: 'proofs.refused',
      unit: 'fraction',
      description: 'of proofs that came, those that prove nothing of the kind',
    },
    {
      name: 'evidence.bytes',
      unit: 'number',
      description: 'bytes of questions, openings, segments and proofs put on the network, over completed tasks',
    },
  ],
  create: ({ window }) => {
    let segments = 0;
    let valid = 0;
    let refused = 0;
    let bytes = 0;
    return {
      on: {
        [PROOF_VERIFIED]: ({ task, valid: holds, segments: proven }): void => {
          if (!window.contains(task)) return;
          if (holds) {
            valid++;
            segments += proven;
          } else refused++;
        },
        [MESSAGE_SENT]: (whole): void => {
          const message = whole.type === 'asked' || whole.type === 'said' ? whole.message : whole;
          switch (message.type) {
            case 'ask-opening':
            case 'ask-agreement':
            case 'ask-segment':
            case 'ask-proof':
            case 'opening':
            case 'agreement':
            case 'segment':
            case 'proof':
              if (window.contains(message.task)) bytes += sizeOf(message);
              return;
            default:
          }
        },
      },
      values: () => {
        if (bytes === 0 || window.completed === 0) return {};
        return {
          ...(valid + refused > 0 && {
            'proofs.segments': segments / window.completed,
            'proofs.refused': refused / (valid + refused),
          }),
          'evidence.bytes': bytes / window.completed,
        };
      },
    };
  },
};
