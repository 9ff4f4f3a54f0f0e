import { describe, expect, it } from 'vitest';
import { annotateFailures } from '../../../cli/annotations.ts';
import { commandLine } from '../../../cli/command-line.ts';
import { renderFailures, reportBug } from '../../../cli/failures.ts';
import { paint } from '../../../cli/terminal.ts';
import type { Failure } from '../../../core/foundation/index.ts';
import { rememberingTerminal } from './terminal.ts';

const full: Failure = {
  code: 'wrong-unit',
  message: 'a duration needs a unit of time',
  place: { file: 'mesh.yaml', line: 4, column: 9 },
  path: 'stop.after',
  expected: 'a duration such as 30 ms',
  got: '30 W',
  hint: 'did you mean 30 s?',
  frame: '  3 | stop:\n> 4 |   after: 30 W\n    |          ^^^^',
};

describe('the rendering of failures', () => {
  it('gives place, code, path, expected, got, frame and hint', () => {
    expect(renderFailures([full], paint(false))).toBe(
      [
        'mesh.yaml:4:9 wrong-unit a duration needs a unit of time',
        '  at       stop.after',
        '  expected a duration such as 30 ms',
        '  got      30 W',
        '    3 | stop:',
        '  > 4 |   after: 30 W',
        '      |          ^^^^',
        '  hint     did you mean 30 s?',
        '',
      ].join('\n'),
    );
  });

  it('shows all of them, by place, and how many', () => {
    const at = (file: string, line: number): Failure => ({ ...full, place: { file, line, column: 1 } });
    const text = renderFailures(
      [{ code: 'z', message: 'no place' }, at('b', 2), at('b', 10), at('a', 30)],
      paint(false),
    );
    expect(text.match(/^\S+/gm)).toEqual(['a:30:1', 'b:2:1', 'b:10:1', 'z', '4']);
    expect(text).toMatch(/4 errors\n$/);
  });

  it('shows the beginning of what was found, if that is long', () => {
    const text = renderFailures([{ ...full, got: 'x'.repeat(1_000) }], paint(false));
    expect(text).toContain(`${'x'.repeat(200)}…`);
    expect(text).not.toContain('x'.repeat(201));
  });

  it('colours only when asked to', () => {
    expect(renderFailures([full], paint(true))).toContain('\u001b[');
    expect(renderFailures([full], paint(false))).not.toContain('\u001b[');
  });

  it('annotates the place in a workflow', () => {
    expect(annotateFailures([full])).toBe(
      '::error file=mesh.yaml,line=4,col=9,title=wrong-unit::stop.after: a duration needs a unit of time%0Adid you mean 30 s?\n',
    );
  });
});

describe('the report of a bug', () => {
  it('has the message, the command and no stack', () => {
    const { terminal, err } = rememberingTerminal();
    expect(reportBug(new Error('a rule broke'), 'npx ambient run mesh.yaml', false, terminal)).toBe(70);
    expect(err()).toContain('internal error a rule broke');
    expect(err()).toMatch(/npx ambient run mesh\.yaml\n$/);
    expect(err()).not.toMatch(/^\s+at /m);
  });

  it.each([
    [true, {}],
    [false, { AMBIENT_DEBUG: '1' }],
  ])('adds the stack for those who ask: --verbose %j, %j', (verbose, env) => {
    const { terminal, err } = rememberingTerminal(env);
    reportBug(new Error('a rule broke'), 'npx ambient run mesh.yaml', verbose, terminal);
    expect(err()).toMatch(/^\s+at /m);
  });
});

describe('a command line', () => {
  it('reads back as the same words in a shell', () => {
    expect(commandLine(['run', 'my mesh.yaml', '--set', "name=it's"])).toBe(
      "npx ambient run 'my mesh.yaml' --set 'name=it'\\''s'",
    );
  });
});
