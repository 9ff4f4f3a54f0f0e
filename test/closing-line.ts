// The last line of every test run: "N passed, N failed, N skipped", alone on its line. A file or a suite
// that breaks outside its tests counts as one failure, so that "0 failed" always means success.
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

type Outcome = 'passed' | 'failed' | 'skipped';

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts: Record<Outcome, number> = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const outcome of outcomesOf(module)) counts[outcome] += 1;
    }
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
    process.once('exit', () => process.stdout.write(line));
  }
}

function* outcomesOf(container: TestModule | TestSuite): Generator<Outcome> {
  if (container.errors().length > 0) yield 'failed';
  for (const child of container.children) {
    if (child.type === 'suite') {
      yield* outcomesOf(child);
      continue;
    }
    const { state } = child.result();
    yield state === 'pending' ? 'skipped' : state;
  }
}
