// Oracle: the run folder's contract, and what each road is to leave in it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { knn } from "../../src/experiment/knn.ts";
import { linear } from "../../src/experiment/linear.ts";
import { openRun } from "../../src/experiment/open-run.ts";
import { pretrain } from "../../src/experiment/pretrain.ts";
import { linearOptions } from "../../src/options/linear.ts";
import { readRun } from "../../src/run/read.ts";
import { madeJpeg } from "../data/made-jpeg.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { makeCifar, recordingUi, tinyConfig } from "./made-run.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

test("a run leaves a folder that holds everything, and later commands read it", async () => {
  const folder = temporaryFolder();
  const data = `cifar10:${makeCifar(folder)}`;
  const out = join(folder, "run");
  const ui = recordingUi();
  await pretrain(tinyConfig(data, out), ui);

  const run = await readRun(out);
  expect(run.damage).toEqual([]);
  // 80 images in batches of 16, two epochs; mixing from the middle of the first epoch (step 3 of 10).
  expect(run.state).toMatchObject({ status: "finished", step: 10, steps: 10, epoch: 2, mixedSteps: 7 });
  expect(run.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(run.steps.map(({ mixing }) => mixing)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(run.monitors.map(({ name, epoch }) => [name, epoch])).toEqual([
    ["knn", 1],
    ["knn", 2],
  ]);
  expect(Object.keys(run.evaluations).sort()).toEqual(["knn", "linear"]);
  expect(Object.keys(run.pictures).sort()).toEqual(["neighbours", "views"]);
  expect(run.config.command).toContain("--mochi 8,6,3");
  expect(existsSync(join(out, "report.html"))).toBe(true);
  expect(ui.lines.some((line) => line.includes("70.0 % of the steps mixed"))).toBe(true);
  expect(ui.lines.at(-1)).toBe(`report: ${join(out, "report.html")}`);

  const before = run.evaluations.knn!.top1;
  await knn(out, { data: undefined, neighbours: 200, temperature: 0.07, threads: 0 }, recordingUi());
  expect(json(join(out, "evaluations/knn.json")).top1).toBe(before);
  const values = Object.fromEntries(
    Object.entries(linearOptions).map(([key, option]) => [key, option.default]),
  ) as never as Parameters<typeof linear>[1];
  await linear(out, { ...values, runs: 2, epochs: 3 }, recordingUi());
  const repeated = json(join(out, "evaluations/linear.json"));
  expect(repeated.runs).toHaveLength(2);
  expect(repeated.mean.top1).toBeCloseTo((repeated.runs[0].top1 + repeated.runs[1].top1) / 2, 10);
}, 60_000);

test("an interrupted run stops with a checkpoint, and a second start finishes it like an undisturbed one", async () => {
  const folder = temporaryFolder();
  const data = `cifar10:${makeCifar(folder)}`;
  const [whole, broken] = [join(folder, "whole"), join(folder, "broken")];
  const brief = { "--linear": false, "--knn-every": "0" };
  await pretrain(tinyConfig(data, whole, brief), recordingUi());

  const interrupting = recordingUi((state) => {
    if (state && "loss" in state && state.done === 4) process.emit("SIGINT");
  });
  await expect(pretrain(tinyConfig(data, broken, brief), interrupting)).rejects.toMatchObject({ code: "interrupted" });
  expect(json(join(broken, "state.json"))).toMatchObject({ status: "interrupted", step: 4 });
  expect(interrupting.warnings).toHaveLength(1);

  const resumed = recordingUi();
  const config = tinyConfig(data, broken, brief);
  expect(config.options.resume).toBe(broken);
  await pretrain(config, resumed);
  expect(resumed.lines).toContain("resuming after step 4 of 10");

  const [a, b] = [await openRun(whole, recordingUi()), await openRun(broken, recordingUi())];
  for (const name of Object.keys(a.modules))
    for (const [path, value] of a.modules[name]!.state())
      expect(b.modules[name]!.state().get(path)!.toNumbers()).toEqual(value.toNumbers());
  const timeless = (path: string) =>
    readFileSync(join(path, "metrics.jsonl"), "utf8").replace(/"(seconds|imagesPerSecond)":[\d.e+-]+/g, '"$1":0');
  expect(timeless(broken)).toBe(timeless(whole));
}, 60_000);

test("--profile leaves a Chrome trace and the weights of a run without it", async () => {
  const folder = temporaryFolder();
  const data = `cifar10:${makeCifar(folder)}`;
  const brief = { "--linear": false, "--knn-every": "0", "--epochs": "1.6" };
  const [plain, profiled] = [join(folder, "plain"), join(folder, "profiled")];
  await pretrain(tinyConfig(data, plain, brief), recordingUi());
  const ui = recordingUi();
  await pretrain(tinyConfig(data, profiled, { ...brief, "--profile": true }), ui);

  // Eight steps: five to warm up, and three that are left of the ten.
  const trace = json(join(profiled, "profile.json"));
  expect(trace.summary.steps).toBe(3);
  const names = trace.traceEvents.map(({ name }: { name: string }) => name);
  for (const name of ["step", "augment", "logits", "backward", "aten::convolution"]) expect(names).toContain(name);
  expect(ui.lines.some((line) => line.startsWith("profile of a step: "))).toBe(true);
  const [a, b] = [await openRun(plain, recordingUi()), await openRun(profiled, recordingUi())];
  for (const name of Object.keys(a.modules))
    for (const [path, value] of a.modules[name]!.state())
      expect(b.modules[name]!.state().get(path)!.toNumbers()).toEqual(value.toNumbers());
}, 60_000);

test("images without labels: trained, drawn and reported, with a word on what is left out", async () => {
  const folder = temporaryFolder();
  const photos = join(folder, "photos");
  mkdirSync(photos);
  for (let index = 0; index < 16; index++) {
    const background = { r: 15 * index, g: 255 - 10 * index, b: 128 };
    await sharp({ create: { width: 12, height: 10, channels: 3, background } })
      .png()
      .toFile(join(photos, `${index}.png`));
  }
  const out = join(folder, "run");
  const ui = recordingUi();
  await pretrain(tinyConfig(photos, out), ui);
  expect(ui.lines).toContain("kNN monitor skipped: the images have no labels");
  expect(ui.lines).toContain("kNN and linear classification skipped: the images have no labels");
  const run = await readRun(out);
  expect(run.state!.status).toBe("finished");
  expect(run.evaluations).toEqual({});
  expect(Object.keys(run.pictures).sort()).toEqual(["neighbours", "views"]);
}, 60_000);

test("a data set smaller than the batch is refused with the remedy", async () => {
  const folder = temporaryFolder();
  const data = `cifar10:${makeCifar(folder)}`;
  const config = tinyConfig(data, join(folder, "run"));
  const large = { ...config, options: { ...config.options, batchSize: 128 } };
  await expect(pretrain(large, recordingUi())).rejects.toMatchObject({
    code: "batch-too-large",
    where: "--batch-size",
  });
});

test("a folder of photos: broken ones are replaced, counted and named; too many stop the run before it begins", async () => {
  const root = temporaryFolder();
  for (let i = 0; i < 40; i++) {
    const folder = join(root, "photos", i % 2 ? "cat" : "dog");
    mkdirSync(folder, { recursive: true });
    const file = await madeJpeg({ width: 50 + i, height: 40, seed: i });
    writeFileSync(join(folder, `${i}.jpg`), i === 7 ? file.subarray(0, 300) : file);
  }
  const config = (flags: Record<string, string>) =>
    tinyConfig(join(root, "photos"), join(root, "run"), { "--epochs": "1", "--image-size": "16", ...flags });
  await expect(pretrain(config({}), recordingUi())).rejects.toMatchObject({ code: "images-broken" });
  expect(existsSync(join(root, "run"))).toBe(false);

  const ui = recordingUi();
  await pretrain(config({ "--max-broken": "5" }), ui);
  expect(json(join(root, "run/skipped.json"))).toEqual([
    { path: join(root, "photos/cat/7.jpg"), reason: expect.stringContaining("Premature end") },
  ]);
  expect((await readRun(join(root, "run"))).state).toMatchObject({ status: "finished", brokenImages: 1 });
  expect(ui.warnings).toEqual([
    `images passed over: 1, 1 of them broken and replaced by others; their names and reasons: ${join(root, "run")}/skipped.json`,
  ]);
  expect(readFileSync(join(root, "run/report.html"), "utf8")).toContain("Images passed over: 1.");
});
