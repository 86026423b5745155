// Oracle: the closing line and exit code that follow from each combination of stand-ins for tsc, biome and vitest.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";

const scripts = fileURLToPath(new URL("../../scripts", import.meta.url));
const counted = (text: string) => `echo '${text}' > "$MOCHI_TEST_COUNTS"`;
const clean = counted('{ "passed": 5, "failed": 0, "skipped": 2 }');

function runTests({ tsc = "exit 0", biome = "exit 0", vitest = clean }, args: string[] = []) {
  const root = temporaryFolder();
  const programs = join(root, "node_modules/.bin");
  cpSync(scripts, join(root, "scripts"), { recursive: true });
  mkdirSync(programs, { recursive: true });
  for (const [name, body] of Object.entries({ tsc, biome, vitest })) {
    writeFileSync(join(programs, name), `#!/bin/sh\necho "ran ${name} $*"\n${body}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const { status, stdout } = spawnSync(process.execPath, [join(root, "scripts/test.mjs"), ...args], {
    encoding: "utf8",
  });
  const lines = stdout.trimEnd().split("\n");
  return { status, ran: lines.filter((line) => line.startsWith("ran ")), last: lines.at(-1) };
}

test("types, lint and tests, in this order", () => {
  expect(runTests({})).toEqual({
    status: 0,
    ran: ["ran tsc --noEmit -p .", "ran biome ci .", "ran vitest run"],
    last: "5 passed, 0 failed, 2 skipped",
  });
});

test("arguments are vitest's", () => {
  expect(runTests({}, ["test/nn"]).ran.at(-1)).toBe("ran vitest run test/nn");
});

test("failures of types and lint count, and the tests run all the same", () => {
  const { status, ran, last } = runTests({ tsc: "exit 2", biome: "exit 1" });
  expect([status, ran.length, last]).toEqual([1, 3, "5 passed, 2 failed, 2 skipped"]);
});

test.each([
  ["failed tests", `${counted('{ "passed": 4, "failed": 1, "skipped": 0 }')}; exit 1`, "4 passed, 1 failed, 0 skipped"],
  ["a failure that is no test's", `${clean}; exit 1`, "5 passed, 1 failed, 2 skipped"],
  ["vitest itself killed", "kill -9 $$", "0 passed, 1 failed, 0 skipped"],
])("%s", (_name, vitest, last) => {
  expect(runTests({ vitest })).toMatchObject({ status: 1, last });
});
