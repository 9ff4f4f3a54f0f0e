import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../reports/index.ts';
import { broken, cell, context, failing, passing, results } from './sample.ts';

describe('the markdown report', () => {
  it('gives every metric with its interval, its n, its label and its meaning', () => {
    const text = markdownReport(passing, context);
    expect(text).toContain('| latency.mean | 250 ms | 200 ms to 300 ms | 2 | modelled | submit to result |');
    expect(text).toContain('| tasks.submitted | 500 | – | 2 | modelled | tasks submitted |');
  });

  it('says what was real, and repeats assumptions, notes and the command', () => {
    const text = markdownReport(passing, context);
    expect(text).toContain(
      'Fidelity: execution modelled, signature modelled. Tasks took times drawn from distributions',
    );
    expect(text).toContain('## Assumptions\n\n- links are switched Ethernet');
    expect(text).toContain('- scheduling.d is inert under random');
    expect(text).toContain('```sh\nnpx ambient run mesh.yaml\n```');
    expect(text).toContain('Held in every run: settles-once.');
  });

  it('shows what failed', () => {
    const text = markdownReport(failing, context);
    expect(text).toMatch(/^# mesh: failed\n/);
    expect(text).toContain('| latency.p99 \\< 250 ms | scheduling=random | was 1.5 s | **missed** |');
    expect(text).toContain('seed 2: tokens-conserved was broken at 1.5 s');
  });

  it('keeps its tables whole whatever a user called things', () => {
    const odd = cell('x', { 'a|b': 'line\nbreak <script>' }, { 1: [broken] });
    const rows = markdownReport(results([odd, odd], false), context)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.every((row) => row.endsWith('|'))).toBe(true);
    expect(markdownReport(results([odd, odd], false), context)).toContain('a\\|b=line break \\<script>');
  });
});
