import { describe, expect, it } from 'vitest';
import { annotation, githubReport } from '../../../reports/index.ts';
import { context, failing, passing } from './sample.ts';

describe('the github report', () => {
  it('annotates the scenario file with each failure', () => {
    const lines = githubReport(failing, context).trimEnd().split('\n');
    expect(lines).toEqual([
      '::error file=mesh.yaml,title=tokens-conserved::scheduling=random, seed 2: tokens-conserved was broken at 1.5 s: escrow <0> & "more"%0Anpx ambient run mesh.yaml --seed 2',
      '::error file=mesh.yaml,title=latency.p99 < 250 ms::scheduling=random: was 1.5 s%0Anpx ambient run mesh.yaml',
    ]);
  });

  it('says so when everything held', () => {
    expect(githubReport(passing, context)).toBe(
      '::notice file=mesh.yaml,title=mesh passed::2 runs, 0 thresholds: all held\n',
    );
  });

  it('escapes what would end a property or a command', () => {
    const text = annotation({
      level: 'error',
      title: 'a:b,c%',
      message: '1%\r\n::x',
      file: 'd,e.yaml',
      line: 3,
      column: 7,
    });
    expect(text).toBe('::error file=d%2Ce.yaml,line=3,col=7,title=a%3Ab%2Cc%25::1%25%0D%0A::x\n');
  });
});
