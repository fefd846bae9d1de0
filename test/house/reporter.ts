/** Ends a run with the one line that people and machines look for: `N passed, N failed`. */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = 0;
    for (const module of modules) {
      let seen = 0;
      for (const test of module.children.allTests()) {
        seen += 1;
        if (test.result().state === 'passed') passed += 1;
        // A test that was skipped or never ran did not show anything: it counts as failed.
        else failed += 1;
      }
      // A file that could not even be loaded, or that holds no test, has shown nothing either.
      if (seen === 0 || module.errors().length > 0) failed += 1;
    }
    failed += errors.length;
    process.exitCode = failed > 0 ? 1 : process.exitCode;
    // Written when everything else has been: vitest prints its own summary first.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
  }
}
