// Vitest: two processes for the tests, each with one thread for libtorch.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A process per file: a crash inside libtorch ends one file, not the run.
    pool: "forks",
    maxWorkers: 2,
    // One thread sums in one order, so that sums come out equal on every machine.
    env: { OMP_NUM_THREADS: "1", UV_THREADPOOL_SIZE: "4" },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", "./scripts/plain-reporter.mjs"],
  },
});
