// Oracle: run folders made by hand, whole and with one part missing or damaged at a time.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOOK_RANKS } from "../../src/run/analyses.ts";
import { parseMetrics, readRun } from "../../src/run/read.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

const step = { kind: "step", step: 1, epoch: 0, loss: 2, learningRate: 0.1, seconds: 1 };
const contrast = {
  kind: "contrast",
  step: 50,
  epoch: 0.5,
  proxyTop1: 0.1,
  probability: LOOK_RANKS.map((rank) => 1 / rank),
};
const monitor = { kind: "evaluation", name: "knn", step: 1, epoch: 1, top1: 40 };

function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe("reading a run", () => {
  test("finds every part", async () => {
    const path = folderOf({
      "config.json": JSON.stringify({ mochi: "0.1.0", method: "mochi", options: { seed: 3 } }),
      "environment.json": '{"node":"20"}',
      "state.json": '{"status":"running"}',
      "metrics.jsonl": `${[step, contrast, monitor, { kind: "linear" }].map((line) => JSON.stringify(line)).join("\n")}\n`,
      "evaluations/linear.json":
        '{"name":"linear","top1":60,"top5":95,"runs":[{"top1":59,"top5":95},{"top1":61,"top5":95}]}',
      "evaluations/knn.json": '{"name":"knn","top1":50,"top5":90}',
      "analyses/spectrum.json": '{"name":"spectrum","images":10}',
      "analyses/map.png": Uint8Array.of(4),
      "pictures/views.png": Uint8Array.of(1, 2),
      "pictures/views.json": '{"title":"Views"}',
      "pictures/other.png": Uint8Array.of(3),
      "skipped.json": '[{"path":"a.jpg","reason":"cut short"}]',
    });
    const run = await readRun(path);
    expect(run).toMatchObject({ path, environment: { node: "20" }, state: { status: "running" }, damage: [] });
    expect(run.config).toMatchObject({
      mochi: "0.1.0",
      method: "mochi",
      options: { seed: 3 },
      preset: "none",
      notes: [],
    });
    expect([run.steps, run.monitors]).toEqual([[step], [monitor]]);
    expect(run.contrasts).toEqual([contrast]);
    expect([run.analyses.spectrum, [...run.sprites.map!]]).toEqual([{ name: "spectrum", images: 10 }, [4]]);
    expect(Object.keys(run.evaluations)).toEqual(["knn", "linear"]);
    expect(run.evaluations.linear!.runs).toHaveLength(2);
    const single = { top1: 50, top5: 90 };
    expect(run.evaluations.knn).toMatchObject({ runs: [single], mean: single, std: { top1: 0, top5: 0 } });
    expect(Object.keys(run.pictures)).toEqual(["other", "views"]);
    expect([...run.pictures.views!.png, run.pictures.views!.grid!.title]).toEqual([1, 2, "Views"]);
    expect(run.pictures.other!.grid).toBeUndefined();
    expect(run.skipped).toEqual([{ path: "a.jpg", reason: "cut short" }]);
  });

  test("of which only the configuration is there leaves the rest empty", async () => {
    const run = await readRun(folderOf({ "config.json": "{}" }));
    expect(run).toMatchObject({
      environment: undefined,
      state: undefined,
      steps: [],
      monitors: [],
      spreads: [],
      skipped: [],
      damage: [],
    });
    expect([run.evaluations, run.pictures]).toEqual([{}, {}]);
  });

  test("names damaged parts and reads the others", async () => {
    const run = await readRun(
      folderOf({
        "config.json": "{}",
        "state.json": "{",
        "evaluations/knn.json": "[1]",
        "environment.json": '{"node":"20"}',
        "skipped.json": "{}",
      }),
    );
    expect(run.damage).toHaveLength(3);
    expect(run.damage[2]).toBe("skipped.json: expected a list, got {}");
    expect(run.damage[0]).toBe("evaluations/knn.json: expected an object, got [1]");
    expect(run.damage[1]).toMatch(/^state\.json: /);
    expect([run.state, run.environment!.node]).toEqual([undefined, "20"]);
  });

  test.each([
    ["it holds no config.json", {}],
    ["config.json: expected an object, got 3", { "config.json": "3" }],
    ["config.json: ", { "config.json": "{" }],
  ])("is refused where %s", async (reason, files) => {
    const path = folderOf(files);
    const refusal = { code: "not-a-run", where: join(path, "config.json") };
    await expect(readRun(path)).rejects.toMatchObject(refusal);
    await expect(readRun(path)).rejects.toThrow(`"${path}" is not a run folder: ${reason}`);
  });
});

test("a torn last line of metrics is passed over silently, a bad one before it is named", () => {
  const damage: string[] = [];
  expect(parseMetrics(`${JSON.stringify(step)}\n{"kind":"st`, damage)).toEqual([step]);
  expect(damage).toEqual([]);
  expect(parseMetrics(`{"kind\n\n${JSON.stringify(step)}\n`, damage)).toEqual([step]);
  expect(damage).toHaveLength(1);
  expect(damage[0]).toMatch(/^metrics\.jsonl line 1: /);
});
