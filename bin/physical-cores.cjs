// Counts the cores that this process may use; CommonJS, because the command needs it before any other module loads.
const { readFileSync } = require("node:fs");
const { availableParallelism } = require("node:os");

/** Cores, not hyper-threads: two threads on one core share its arithmetic units and gain nothing for it. */
exports.physicalCores = function physicalCores(processors = readProcessors()) {
  const cores = new Set();
  for (const processor of processors.split("\n\n")) {
    const core = /^core id.*$/m.exec(processor);
    if (core) cores.add(`${/^physical id.*$/m.exec(processor)} ${core}`);
  }
  // A container or taskset may allow fewer; where the kernel names no cores, its count of processors is all there is.
  return Math.min(cores.size || Number.POSITIVE_INFINITY, availableParallelism());
};

function readProcessors() {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    // Not Linux.
    return "";
  }
}
