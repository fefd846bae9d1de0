/**
 * Ends a run with the one line that people and machines look for: `N passed, N failed`; before it, which tests were left
 * out and why, and which passed only when they were run again.
 */
import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { keepResults } from './results.ts';

export default class ClosingLine implements Reporter {
  #root = '';

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
  }

  async onTestModuleEnd(module: TestModule): Promise<void> {
    const file = relative(this.#root, module.moduleId);
    const tests = [...module.children.allTests()];
    await keepResults(
      this.#root,
      file,
      tests.map((test) => ({ file, name: test.fullName, state: test.result().state })),
    );
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = 0;
    const leftOut: string[] = [];
    const again: string[] = [];
    for (const module of modules) {
      let seen = 0;
      for (const test of module.children.allTests()) {
        seen += 1;
        const result = test.result();
        if (test.diagnostic()?.flaky) again.push(`${relative(this.#root, module.moduleId)}: ${test.fullName}`);
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'skipped' && result.note) leftOut.push(`${test.fullName}: ${result.note}`);
        // A test that was skipped without a reason or never ran did not show anything: it counts as failed.
        else failed += 1;
      }
      // A file that could not even be loaded, or that holds no test, has shown nothing either.
      if (seen === 0 || module.errors().length > 0) failed += 1;
    }
    failed += errors.length;
    process.exitCode = failed > 0 ? 1 : process.exitCode;
    // Written when everything else has been: vitest prints its own summary first.
    const reasons = [
      ...leftOut.map((one) => `Left out: ${one}\n`),
      ...again.map((one) => `Passed at the second try: ${one}\n`),
    ].join('');
    process.once('exit', () => process.stdout.write(`\n${reasons}${passed} passed, ${failed} failed\n`));
  }
}
