// What went wrong, as annotations of a workflow.

import type { Failure } from '../core/foundation/index.ts';
import { type Annotation, annotation } from '../reports/index.ts';
import { byPlace } from './failures.ts';

/** Every failure, by place. */
export function annotateFailures(failures: readonly Failure[]): string {
  return [...failures]
    .sort(byPlace)
    .map(({ code, message, place, path, hint }): Annotation => {
      const details = [path === undefined ? message : `${path}: ${message}`, hint];
      const text = details.filter((detail) => detail !== undefined).join('\n');
      return { level: 'error', title: code, message: text, ...place };
    })
    .map(annotation)
    .join('');
}
