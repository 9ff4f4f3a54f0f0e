// `ambient verify-anchor FILE`: whether a task was settled and anchored, from the file alone.

import { readFile, stat } from 'node:fs/promises';

import { type Failure, failed, MINOR_UNITS_PER_TOKEN, type Result, success } from '../core/foundation/index.ts';
import { isBlockId, loadBitcoin, type VerifiedAnchor, verifyAnchorProof } from '../core/settlement/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse, renderFailures } from './failures.ts';
import { failuresOf, isSet, text, texts, usage, whole } from './flags.ts';
import type { Terminal } from './terminal.ts';

const CONFIRMATIONS = 6;
/** No proof is larger, bytes. */
const SIZE_MAX = 1_048_576;

export const verifyAnchor: Command = {
  usage: 'verify-anchor <file>',
  summary: 'checks the inclusion proof of a settled task in the Bitcoin chain',
  positionals: { file: { describe: 'an inclusion proof, such as anchor-CELL-EPOCH.json of a run', type: 'string' } },
  flags: {
    confirmations: {
      type: 'string',
      requiresArg: true,
      describe: `blocks that must be proved, its own included [default: ${CONFIRMATIONS}]`,
    },
    block: { type: 'string', requiresArg: true, describe: 'the id of a block that you trust and that must be there' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient verify-anchor runs/mesh/latest/anchor-3f0c2a9b11de-0.json', 'the task, its block, and how deep it is'],
  ],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [path = ''] = texts(given, 'file');
  const confirmations = whole(given, 'confirmations', 1);
  const trusted = trustedBlock(given);
  const content = await read(path);
  if (!confirmations.ok || !trusted.ok || !content.ok) {
    return refuse([confirmations, trusted, content].flatMap(failuresOf), terminal);
  }
  const proof = parsed(content.value);
  if (!isMapping(proof)) return refuse([foreign(path)], terminal);
  const { commitTo } = await loadBitcoin();
  const verified = verifyAnchorProof(proof, {
    confirmations: confirmations.value ?? CONFIRMATIONS,
    commitTo,
    ...(trusted.value !== undefined && { trusted: trusted.value }),
  });
  if (isSet(given, 'json')) terminal.out(canonicalJson(asJson(verified)));
  if (verified.ok) {
    if (!isSet(given, 'json')) terminal.out(asText(verified.value, trusted.value));
    return PASSED;
  }
  terminal.err(renderFailures(verified.failures, terminal.paintErr));
  return FAILED;
}

async function read(path: string): Promise<Result<string>> {
  try {
    if ((await stat(path)).size > SIZE_MAX) throw new Error(`it has more than ${SIZE_MAX} bytes`);
    return success(await readFile(path, 'utf8'));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return failed({ code: 'usage', message: `${path} cannot be read`, expected: 'an inclusion proof', got });
  }
}

const isMapping = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const foreign = (path: string): Failure => ({
  code: 'no-proof',
  message: `${path} is no inclusion proof: it is not one JSON mapping, or was cut short`,
  expected: 'a file such as anchor-CELL-EPOCH.json of a run',
});

/** Whatever the text is; what is no JSON is no proof either. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function trustedBlock(given: Given): Result<string | undefined> {
  const block = text(given, 'block');
  if (!block.ok || block.value === undefined || isBlockId(block.value)) return block;
  return usage('block', 'is no id of a block', '64 hex digits', block.value);
}

function asJson(verified: Result<VerifiedAnchor>): object {
  if (!verified.ok) return { valid: false, reason: verified.failures[0]!.code, message: verified.failures[0]!.message };
  const { settled, work, ...rest } = verified.value;
  return { valid: true, ...rest, work: work.toString(), settled: { ...settled, paid: settled.paid.toString() } };
}

function asText(anchor: VerifiedAnchor, trusted: string | undefined): string {
  const { settled, epoch, transaction, block, height, confirmations, tip } = anchor;
  const paid = Number(settled.paid) / Number(MINOR_UNITS_PER_TOKEN);
  const rests =
    trusted === undefined
      ? `rests on ${tip} being of the best chain, which the file cannot show`
      : `${trusted} is among the headers`;
  return [
    `settled       task ${settled.task}: ${settled.status}, ${paid} tokens`,
    `epoch         ${epoch}`,
    `transaction   ${transaction}`,
    `block         ${block} at height ${height}`,
    `confirmations ${confirmations}`,
    `valid         ${rests}`,
    '',
  ].join('\n');
}
