// Oracle: the files of a run folder as the documentation names them, and lines of metrics written out.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RunFolder } from "../../src/run/run-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

function made() {
  const run = new RunFolder(temporaryFolder());
  run.create();
  return run;
}
const linesOf = (run: RunFolder) => readFileSync(run.metricsFile, "utf8").split("\n");

test("every file has its place", () => {
  const run = made();
  run.writeConfig({ method: "mochi" });
  run.writeEnvironment({ node: "20" });
  run.writeEvaluation("knn", { top1: 50 });
  run.writeAnalysis("uniformity", { value: -2 });
  const places = ["checkpoints", "config.json", "environment.json", "evaluations/knn.json", "analyses/uniformity.json"];
  for (const place of places) expect(existsSync(join(run.path, place)), place).toBe(true);
  expect(run.metricsFile).toBe(join(run.path, "metrics.jsonl"));
  expect(run.picture("views.png")).toBe(join(run.path, "pictures", "views.png"));
  expect(run.checkpoints).toBe(join(run.path, "checkpoints"));
});

test("state and configuration are read back; a folder is a run once it has a configuration", () => {
  const run = made();
  expect([run.exists(), run.readState(), run.readConfig()]).toEqual([false, undefined, undefined]);
  const state = {
    status: "running",
    epoch: 1,
    step: 3,
    steps: 9,
    mixedSteps: 2,
    trainSeconds: 4.5,
    updatedAt: "",
  } as const;
  run.writeState(state);
  run.writeConfig({ method: "mochi" });
  expect([run.exists(), run.readState(), run.readConfig()]).toEqual([true, state, { method: "mochi" }]);
});

test("images passed over are kept over all sittings, each once, by path", () => {
  const run = made();
  const [a, b, c] = ["a", "b", "c"].map((path) => ({ path, reason: `${path} is broken` }));
  const file = join(run.path, "skipped.json");
  expect(run.addSkipped([])).toEqual([]);
  expect(existsSync(file)).toBe(false);
  expect(run.addSkipped([c!, a!])).toEqual([a, c]);
  expect(run.addSkipped([b!, c!])).toEqual([a, b, c]);
  expect(run.addSkipped([b!])).toEqual([a, b, c]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([a, b, c]);
});

describe("metrics", () => {
  const step = (n: number) => ({ kind: "step", step: n, loss: n / 10 });

  test("are one line of JSON each, appended", () => {
    const run = made();
    run.appendMetrics(step(1));
    run.appendMetrics({ kind: "evaluation", name: "knn", step: 1, top1: 40 });
    run.syncMetrics();
    const expected = [
      '{"kind":"step","step":1,"loss":0.1}',
      '{"kind":"evaluation","name":"knn","step":1,"top1":40}',
      "",
    ];
    expect(linesOf(run)).toEqual(expected);
  });

  test("are rewound to a step: later lines go, those without a step stay", () => {
    const run = made();
    for (const line of [step(1), step(2), { kind: "evaluation", step: 2 }, { kind: "linear", epoch: 7 }, step(3)])
      run.appendMetrics(line);
    run.rewindMetrics(2);
    const kept = [step(1), step(2), { kind: "evaluation", step: 2 }, { kind: "linear", epoch: 7 }];
    expect(linesOf(run)).toEqual([...kept.map((line) => JSON.stringify(line)), ""]);
    run.appendMetrics(step(3));
    expect(linesOf(run).at(-2)).toBe(JSON.stringify(step(3)));
    run.rewindMetrics(0);
    expect(linesOf(run)).toEqual(['{"kind":"linear","epoch":7}', ""]);
  });

  test("lose a torn last line, wherever it was torn, and the next line starts afresh", () => {
    const torn = JSON.stringify(step(2));
    for (let length = 1; length < torn.length; length++) {
      const run = made();
      run.appendMetrics(step(1));
      appendFileSync(run.metricsFile, torn.slice(0, length));
      run.rewindMetrics(2);
      run.appendMetrics(step(2));
      expect(linesOf(run)).toEqual([JSON.stringify(step(1)), torn, ""]);
    }
  });

  test("that are not there need neither rewinding nor syncing", () => {
    const run = made();
    run.rewindMetrics(3);
    run.syncMetrics();
    expect(existsSync(run.metricsFile)).toBe(false);
    writeFileSync(run.metricsFile, "");
    run.rewindMetrics(3);
    expect(linesOf(run)).toEqual([""]);
  });
});
