import { describe, expect, it } from 'vitest';
import type { Command } from '../../../cli/command.ts';
import { type Asked, parse } from '../../../cli/parser.ts';
import type { Failure, Result } from '../../../core/foundation/index.ts';

const command = (usage: string): Command => ({
  usage,
  summary: `about ${usage}`,
  positionals: { files: { type: 'string' } },
  flags: {
    set: { type: 'string', requiresArg: true },
    seed: { type: 'string', requiresArg: true },
    json: { type: 'boolean' },
  },
  examples: [],
  execute: () => 0,
});
const commands = [command('run <files..>'), command('resolve <files>')];
const asked = (...words: string[]): Promise<Result<Asked>> => parse(words, commands, '1.2.3');

async function given(...words: string[]): Promise<unknown> {
  const result = await asked(...words);
  return result.ok && result.value.kind === 'command' ? result.value.given : result;
}

async function complaint(...words: string[]): Promise<Failure | undefined> {
  const result = await asked(...words);
  return result.ok ? undefined : result.failures[0];
}

describe('the parser', () => {
  it('keeps every file and every repetition, and all values as text', async () => {
    expect(await given('run', 'a', '--set', 'x=1', 'b', '--set', 'y=2', '--seed', '007', '5')).toMatchObject({
      files: ['a', 'b', '5'],
      set: ['x=1', 'y=2'],
      seed: '007',
    });
  });

  it('suggests the command that was meant', async () => {
    expect(await complaint('rnu', 'a.yaml')).toMatchObject({ code: 'usage', got: 'rnu', hint: 'did you mean run?' });
  });

  it.each([
    [[], 'no command was given'],
    [['run'], 'Not enough non-option arguments: got 0, need at least 1'],
    [['run', 'a', '--seeed', '1'], 'Unknown argument: seeed'],
    [['run', 'a', '--seed'], 'Not enough arguments following: seed'],
    [['resolve', 'a', 'b'], 'Unknown argument: b'],
    [['compare', 'a'], 'there is no such command'],
    [['run', 'a', '--', 'b'], 'nothing is expected after --'],
    [['--json'], 'Unknown argument: json'],
  ])('refuses %j', async (words, message) => {
    expect(await complaint(...words)).toMatchObject({ code: 'usage', message });
  });

  it('prints help, version and completions as text', async () => {
    const text = async (...words: string[]): Promise<string> => {
      const result = await asked(...words);
      return result.ok && result.value.kind === 'text' ? result.value.text : '';
    };
    expect(await text('--help')).toContain('about run');
    expect(await text('run', '--help')).toContain('--seed');
    expect(await text('--version')).toBe('1.2.3\n');
    expect(await text('completion')).toContain('ambient --get-yargs-completions');
    expect(await text('--get-yargs-completions', 'ambient', '')).toContain('resolve');
  });
});
