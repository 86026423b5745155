#!/usr/bin/env node
// The command `mochi`: sizes the thread pools, which are read once and before any module loads, then starts the program.
// CommonJS, because the imports of an ES module would run before its first line.
const { existsSync, readFileSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const argument = / --threads[ =]([1-9]\d*)(?= |$)/.exec(` ${process.argv.slice(2).join(" ")}`);
const threads = argument?.[1] ?? process.env.OMP_NUM_THREADS ?? String(physicalCores());
process.env.OMP_NUM_THREADS = threads;
// 4 is Node's own default: file reads and image decoding also wait for the disk, so fewer would idle.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, Number.parseInt(threads, 10) || 0));

const main = join(__dirname, "../dist/cli/main.js");
if (existsSync(main)) {
  import(pathToFileURL(main).href);
} else {
  console.error("✖ mochi is not compiled yet\n  run `node scripts/setup.mjs` (or `npm run quickstart`, which includes it)");
  process.exitCode = 1;
}

/** Cores, not hyper-threads: two threads of one core share its arithmetic units and slow each other down. */
function physicalCores() {
  try {
    const pairs = readFileSync("/proc/cpuinfo", "utf8").match(/^physical id.*\n(?:.*\n)*?^core id.*$/gm) ?? [];
    const cores = new Set(pairs.map((text) => text.match(/: \d+/g).filter((_, i, all) => i === 0 || i === all.length - 1).join()));
    return Math.min(cores.size || Number.POSITIVE_INFINITY, availableParallelism());
  } catch {
    // Not Linux.
    return availableParallelism();
  }
}
