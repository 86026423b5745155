#!/usr/bin/env node
// The command `mochi`: sizes the thread pools, which are read once and before any module loads, then starts the program.
// CommonJS, because an ES module's imports run before its first line.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { physicalCores } = require("./physical-cores.cjs");

const at = process.argv.findIndex((word) => /^--threads(=|$)/.test(word));
const flag = at < 0 ? "" : (process.argv[at].split("=")[1] ?? process.argv[at + 1]);
const threads = /^[1-9]\d*$/.test(flag) ? flag : process.env.OMP_NUM_THREADS || String(physicalCores());
process.env.OMP_NUM_THREADS = threads;
// How long libgomp's threads spin at a barrier before they sleep. Its default of 300,000 lets one busy neighbour starve two
// training threads on two cores: 31–334 images/s, against 670–810 with 30,000. Idle, one run each: 2,260–2,420 and 1,930–2,380.
if (!process.env.OMP_WAIT_POLICY) process.env.GOMP_SPINCOUNT ||= "30000";
// Never under 4, Node's own default: its threads mostly wait for the disk.
process.env.UV_THREADPOOL_SIZE ||= String(Math.max(4, Number.parseInt(threads, 10) || 0));

const main = join(__dirname, "../dist/cli/main.js");
if (existsSync(main)) {
  import(pathToFileURL(main).href).then(async ({ run }) => {
    process.exitCode = await run(process.argv.slice(2));
  });
} else {
  console.error(
    "✖ mochi is not compiled yet\n  run `node scripts/setup.mjs`, or `npm run quickstart`, which begins with it",
  );
  process.exitCode = 1;
}
