// Oracle: counts of a made run, added up by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";

const { default: PlainReporter, closingLine } = await import(
  new URL("../../scripts/plain-reporter.mjs", import.meta.url).href
);

function madeModule(states: string[], { moduleErrors = 0, suiteErrors = 0, note = "" } = {}) {
  const errors = (count: number) => () => Array.from({ length: count }, () => ({ message: "broken" }));
  const module = { moduleId: join(process.cwd(), "test/made.test.ts") };
  const tests = states.map((state) => ({ module, fullName: `a ${state} test`, result: () => ({ state, note }) }));
  const children = { allTests: () => tests, allSuites: () => [{ errors: errors(suiteErrors) }] };
  return { ...module, errors: errors(moduleErrors), children };
}

/** What the reporter hands to `npm test`, and what it prints. */
function report(modules: object[], unhandledErrors: object[] = []) {
  const file = join(temporaryFolder(), "counts.json");
  vi.stubEnv("MOCHI_TEST_COUNTS", file);
  const reporter = new PlainReporter();
  reporter.onTestRunEnd(modules, unhandledErrors);
  // Its only output here; stdout itself is vitest's.
  const skips = reporter.skips;
  reporter.skips = [];
  reporter.close();
  vi.unstubAllEnvs();
  return { skips, counts: JSON.parse(readFileSync(file, "utf8")) };
}

test("passed, failed and skipped tests are counted", () => {
  const { counts } = report([madeModule(["passed", "passed", "failed"]), madeModule(["skipped", "passed"])]);
  expect(counts).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test("a file or suite that breaks outside its tests, an unhandled error and a test cut off are failures", () => {
  const modules = [madeModule([], { moduleErrors: 1 }), madeModule(["pending", "passed"], { suiteErrors: 1 })];
  expect(report(modules, [{ message: "unhandled" }]).counts).toEqual({ passed: 1, failed: 4, skipped: 0 });
});

test("a run without tests has failed", () => {
  expect(report([]).counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a run that reports no end has failed", () => {
  expect(new PlainReporter().counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("skipped tests are named with their file and reason", () => {
  expect(report([madeModule(["skipped"], { note: "MOCHI_FIXTURES is not set" })]).skips).toEqual([
    "test/made.test.ts > a skipped test: MOCHI_FIXTURES is not set",
  ]);
  expect(report([madeModule(["skipped"])]).skips).toEqual(["test/made.test.ts > a skipped test"]);
});

test("the closing line", () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe("12 passed, 0 failed, 3 skipped");
});
