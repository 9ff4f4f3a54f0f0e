#!/usr/bin/env node
// The process: its streams, its signals, its exit code. Everything else is in ambient.ts.

import { ambient } from './ambient.ts';
import { commandLine } from './command-line.ts';
import { INTERRUPTED } from './exit.ts';
import { reportBug } from './failures.ts';
import { processTerminal } from './terminal.ts';

const words = process.argv.slice(2);
const interruption = new AbortController();
const terminal = processTerminal(interruption.signal);

// Whoever reads may stop reading (`ambient list metrics | head`): that is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// The first Ctrl-C stops the runs in order; the second does not wait for that.
process.on('SIGINT', () => {
  if (interruption.signal.aborted) process.exit(INTERRUPTED);
  interruption.abort();
});

process.on('uncaughtException', (error) => {
  process.exit(reportBug(error, commandLine(words), words.includes('--verbose'), terminal));
});

process.exitCode = await ambient(words, terminal);
