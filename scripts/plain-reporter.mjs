// A vitest reporter that ends the run with the tests that were skipped and one plain line, whatever else was printed.
import { writeFileSync, writeSync } from "node:fs";
import { relative } from "node:path";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

// A default export, because vitest loads reporters that way.
export default class PlainReporter {
  /** Until the run has ended it counts as failed: without tests, or after a crash, vitest reports no end. */
  counts = { passed: 0, failed: 1, skipped: 0 };
  skips = [];

  onInit() {
    // On exit, because the other reporters may still be printing when the run ends.
    process.once("exit", () => this.close());
  }

  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    this.counts = countTests(modules, tests, unhandledErrors);
    this.skips = tests.filter((test) => test.result().state === "skipped").map(describeSkip);
  }

  close() {
    if (this.skips.length > 0) writeSync(1, `\nskipped:\n${this.skips.map((text) => `  ${text}\n`).join("")}`);
    // `npm test` adds what types and lint have to say, and prints the line itself.
    const file = process.env.MOCHI_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(this.counts));
    else writeSync(1, `${closingLine(this.counts)}\n`);
  }
}

/** @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Counts of tests; a file or suite that fails outside its tests, and an error outside all, count as one failure each. */
function countTests(modules, tests, unhandledErrors) {
  const states = tests.map((test) => test.result().state);
  const count = (state) => states.filter((other) => other === state).length;
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const broken = groups.filter((group) => group.errors().length > 0).length + unhandledErrors.length;
  // A test still pending when the run ends was cut off.
  const failed = count("failed") + count("pending") + broken;
  return {
    passed: count("passed"),
    skipped: count("skipped"),
    failed: tests.length === 0 ? Math.max(1, failed) : failed,
  };
}

function describeSkip(test) {
  const { note } = test.result();
  return `${relative(process.cwd(), test.module.moduleId)} > ${test.fullName}${note ? `: ${note}` : ""}`;
}
