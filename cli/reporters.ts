// The names of the reporters, and which of them a command line asks for.

import { type Result, success } from '../core/foundation/index.ts';
import {
  githubReport,
  htmlReport,
  junitReport,
  listReport,
  markdownReport,
  type Paint,
  type ReportContext,
} from '../reports/index.ts';
import { canonicalJson, type Results } from '../sim/results/index.ts';
import type { Given } from './command.ts';
import { choices, isSet } from './flags.ts';
import { recordOf } from './report-record.ts';

/** What a reporter may tell of. */
export interface Told {
  readonly results: Results;
  readonly context: ReportContext;
  readonly folder: string;
}

type Reporter = (told: Told, paint: Paint) => string | Promise<string>;

export type ReporterName = 'list' | 'json' | 'junit' | 'github' | 'markdown' | 'html';

const reporters: Readonly<Record<ReporterName, Reporter>> = {
  list: ({ results, context, folder }, paint) => listReport(results, context, folder, paint),
  json: ({ results }) => canonicalJson(results),
  junit: ({ results, context }) => junitReport(results, context),
  github: ({ results, context }) => githubReport(results, context),
  markdown: ({ results, context }) => markdownReport(results, context),
  html: ({ results, context }) => htmlReport(results, recordOf(context)),
};

export const REPORTERS: readonly ReporterName[] = Object.keys(reporters) as ReporterName[];

/** Those of `--reporter` and `--json`, each once; `list` if none is asked for. */
export function reportersAsked(given: Given): Result<readonly ReporterName[]> {
  const asked = choices(given, 'reporter', REPORTERS);
  if (!asked.ok) return asked;
  const names = isSet(given, 'json') ? [...new Set([...asked.value, 'json' as const])] : asked.value;
  return success(names.length === 0 ? ['list'] : names);
}

export const report = async (name: ReporterName, told: Told, paint: Paint): Promise<string> =>
  reporters[name](told, paint);
