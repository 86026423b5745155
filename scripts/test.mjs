// npm test: types, lint and tests, all of them whatever fails, and one plain closing line.
// Usage: node scripts/test.mjs [vitest's arguments]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { closingLine } from "./plain-reporter.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program of node_modules, its output passed on as it comes; says whether it succeeded. */
function succeeds(program, args, environment = process.env) {
  console.log(`> ${program} ${args.join(" ")}`);
  const path = join(root, "node_modules/.bin", program);
  return spawnSync(path, args, { cwd: root, env: environment, stdio: "inherit" }).status === 0;
}

function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), "mochi-test-"));
  const file = join(folder, "counts.json");
  try {
    const ok = succeeds("vitest", ["run", ...process.argv.slice(2)], { ...process.env, MOCHI_TEST_COUNTS: file });
    const counts = readCounts(file);
    return ok ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Vitest itself was killed before it could count.
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const checks = [
  { name: "types", ok: succeeds("tsc", ["--noEmit", "-p", "."]) },
  { name: "lint", ok: succeeds("biome", ["ci", "."]) },
];
const counts = runVitest();
const failedChecks = checks.filter(({ ok }) => !ok).map(({ name }) => name);
counts.failed += failedChecks.length;
if (failedChecks.length > 0) console.log(`\nfailed before the tests, see above: ${failedChecks.join(", ")}`);
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
