// Oracle: products worked by hand, in several threads that each load the addon for themselves.
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { buildInfo, setThreads } from "../../src/tensor/index.ts";
import { addonPath, native } from "../../src/tensor/native.ts";

// Each worker multiplies [[k]] by itself many times in scopes of its own, and reports what it has left alive.
const program = `
  const { createRequire } = require("node:module");
  const { parentPort, workerData } = require("node:worker_threads");
  const addon = createRequire(workerData.addonPath)(workerData.addonPath);
  const multiply = addon.operatorId("aten::mm");
  const results = new Set();
  for (let round = 0; round < 500; round++) {
    addon.scopeBegin();
    const x = addon.fromTypedArray(Float32Array.of(workerData.value), [1, 1]);
    results.add(addon.item(addon.call(multiply, x, x)));
    addon.scopeEnd();
  }
  let failure = "";
  try { addon.call(multiply, 1, 1); } catch (error) { failure = error.message; }
  parentPort.postMessage({ results: [...results], alive: addon.memoryUse().tensors, failure });
`;

interface Report {
  results: number[];
  alive: number;
  failure: string;
}

function runWorker(value: number): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData: { addonPath, value } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test("two workers at once, each with its own tensors, beside this thread", async () => {
  const before = native().memoryUse().tensors;
  const reports = await Promise.all([runWorker(3), runWorker(5)]);
  expect(reports.map((report) => report.results)).toEqual([[9], [25]]);
  expect(reports.map((report) => report.alive)).toEqual([0, 0]);
  for (const { failure } of reports) expect(failure).toContain("was used after its scope ended");
  expect(native().memoryUse().tensors).toBeLessThanOrEqual(before);
});

test("the addon tells which libtorch it runs on, and takes a number of threads", () => {
  const { version, threads } = buildInfo();
  expect(version).toMatch(/^\d+\.\d+/);
  setThreads(1);
  expect(buildInfo().threads).toBe(1);
  setThreads(threads);
  expect(buildInfo().threads).toBe(threads);
});
