#!/usr/bin/env node
// The command `mochi`: sizes the thread pools, which are read once and before any module loads, then starts the program.
// CommonJS, because an ES module's imports run before its first line.
const { existsSync, readFileSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const at = process.argv.findIndex((word) => /^--threads(=|$)/.test(word));
const flag = at < 0 ? "" : (process.argv[at].split("=")[1] ?? process.argv[at + 1]);
const threads = /^[1-9]\d*$/.test(flag) ? flag : process.env.OMP_NUM_THREADS || String(physicalCores());
process.env.OMP_NUM_THREADS = threads;
// Never under 4, Node's own default: its threads mostly wait for the disk.
process.env.UV_THREADPOOL_SIZE ||= String(Math.max(4, Number.parseInt(threads, 10) || 0));

const main = join(__dirname, "../dist/cli/main.js");
if (existsSync(main)) {
  import(pathToFileURL(main).href);
} else {
  console.error(
    "✖ mochi is not compiled yet\n  run `node scripts/setup.mjs`, or `npm run quickstart`, which begins with it",
  );
  process.exitCode = 1;
}

/** Cores, not hyper-threads: two threads on one core share its arithmetic units. At most those this process may use. */
function physicalCores() {
  try {
    const cores = new Set();
    for (const processor of readFileSync("/proc/cpuinfo", "utf8").split("\n\n")) {
      const core = /^core id.*$/m.exec(processor);
      if (core) cores.add(`${/^physical id.*$/m.exec(processor)} ${core}`);
    }
    return Math.min(cores.size || Number.POSITIVE_INFINITY, availableParallelism());
  } catch {
    // Not Linux.
    return availableParallelism();
  }
}
