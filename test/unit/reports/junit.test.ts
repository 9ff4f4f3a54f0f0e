import { describe, expect, it } from 'vitest';
import { junitReport } from '../../../reports/index.ts';
import { broken, cell, context, failing, passing, results } from './sample.ts';
import { parseXml } from './xml.ts';

describe('the JUnit report', () => {
  it('has a suite for each cell, with runs, invariants and thresholds as cases', () => {
    const root = parseXml(junitReport(failing, context));
    expect(root.name).toBe('testsuites');
    const suites = root.children.filter(({ name }) => name === 'testsuite');
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['scheduling=random', 'scheduling=edf']);
    const cases = suites[0]?.children.filter(({ name }) => name === 'testcase') ?? [];
    expect(cases.map(({ attributes, children }) => [attributes['name'], children.length])).toEqual([
      ['seed 1', 0],
      ['seed 2', 1],
      ['settles-once', 0],
      ['tokens-conserved', 1],
      ['latency.p99 < 250 ms', 1],
    ]);
  });

  it('counts the same tests and failures in each suite as in the whole', () => {
    const root = parseXml(junitReport(failing, context));
    expect(root.attributes).toMatchObject({ tests: '10', failures: '3', errors: '0' });
    const counts = root.children.map(({ attributes }) => [attributes['tests'], attributes['failures']]);
    expect(counts).toEqual([
      ['5', '3'],
      ['5', '0'],
    ]);
  });

  it('tells how to reproduce a failure', () => {
    const text = junitReport(failing, context);
    expect(text).toContain('npx ambient run mesh.yaml --seed 2');
    expect(junitReport(passing, context)).not.toContain('<failure');
  });

  it('is well-formed whatever a user called things, and says the same back', () => {
    const name = '<a> & "b" \'c\'\n\u0007\ud800 ]]> é';
    const odd = results([cell('x', { name }, { 1: [{ ...broken, why: name }] })], false);
    const root = parseXml(junitReport(odd, context));
    expect(root.children[0]?.attributes['name']).toBe('name=<a> & "b" \'c\'\n\ufffd\ufffd ]]> é');
  });
});
