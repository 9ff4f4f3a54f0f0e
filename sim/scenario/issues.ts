// From zod's issues to failures with a path: the one place that knows how zod reports.

import type { z } from 'zod';
import type { Failure } from '../../core/foundation/index.ts';
import type { IssueParams, Wording } from './kit.ts';
import * as messages from './messages.ts';
import { type Path, pathText } from './tree.ts';

export interface SchemaFailure {
  readonly path: Path;
  readonly failure: Failure;
  /** Whether the key at the end of the path is to blame, and not its value. */
  readonly key: boolean;
}

type Issue = z.core.$ZodIssue;

export function schemaFailures(issues: readonly Issue[], written: unknown): SchemaFailure[] {
  const all = issues.flatMap((issue) => fromIssue(issue, written));
  return all.filter((found) => !followsFrom(found, all));
}

/** Whether a complaint comes only from a mistyped key beside it: that something is missing, or that nothing is chosen. */
function followsFrom({ path, failure }: SchemaFailure, all: readonly SchemaFailure[]): boolean {
  const mistyped = all.filter((other) => other.failure.code === messages.UNKNOWN_KEY);
  if (failure.code === messages.NOT_ONE)
    return mistyped.some((other) => pathText(other.path.slice(0, -1)) === pathText(path));
  if (failure.code !== messages.MISSING) return false;
  const meant = messages.suggestion(String(path.at(-1)));
  return mistyped.some(
    (other) => other.failure.hint === meant && pathText(other.path.slice(0, -1)) === pathText(path.slice(0, -1)),
  );
}

function fromIssue(issue: Issue, written: unknown): SchemaFailure[] {
  const path = issue.path as Path;
  const one = (failure: Failure, key = false): SchemaFailure[] => [{ path, failure, key }];
  if (issue.code === 'custom') {
    const { failure, key } = issue.params as unknown as IssueParams;
    return one(failure, key);
  }
  if (issue.code === 'invalid_union') return fromUnion(issue, written);
  const { expected, allowed = [] } = JSON.parse(issue.message) as Wording;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], failure: messages.unknownKey(key, allowed), key: true }));
  }
  if (issue.code === 'too_big') return one(messages.tooMany(expected, Number(issue.maximum)));
  if (issue.code === 'too_small') return one(messages.tooFew(expected));
  return one(ofKind(valueAt(written, path), expected));
}

/** Of several forms that a value may have, the complaints of the one that it was meant to have. */
function fromUnion(issue: z.core.$ZodIssueInvalidUnion, written: unknown): SchemaFailure[] {
  const path = issue.path as Path;
  const branches = issue.errors.map((issues) => schemaFailures(issues, valueAt(written, path)));
  const meant = branches.find((branch) => !branch.some(isOtherKind));
  if (meant !== undefined) return meant.map((found) => ({ ...found, path: [...path, ...found.path] }));
  const expected = branches.flatMap((branch) => branch.filter(isOtherKind).map(({ failure }) => failure.expected));
  return [{ path, failure: ofKind(valueAt(written, path), [...new Set(expected)].join('; or ')), key: false }];
}

const otherKinds: readonly string[] = [messages.WRONG_TYPE, messages.MISSING, messages.EMPTY];
const isOtherKind = ({ path, failure }: SchemaFailure): boolean =>
  path.length === 0 && otherKinds.includes(failure.code);

function ofKind(value: unknown, expected: string): Failure {
  if (value === undefined) return messages.missing(expected);
  return value === null ? messages.empty(expected) : messages.wrongType(expected);
}

function valueAt(written: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  }, written);
}
