// Oracle: made clips with a moving bar, the figures of chance by hand, and what a run is to leave in its folder.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { pretrain } from "../../src/experiment/pretrain.ts";
import { methods } from "../../src/methods/index.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";
import { readRun } from "../../src/run/read.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { recordingUi } from "./made-run.ts";

/** Two clips of 20 frames: a white bar that moves by a pixel a frame. */
async function makeClips(root: string): Promise<string> {
  for (const [clip, start] of [
    ["left", 2],
    ["right", 9],
  ] as const) {
    mkdirSync(join(root, clip));
    for (let frame = 0; frame < 20; frame++) {
      const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, at) => {
        const column = Math.floor(at / 3) % 32;
        return column >= start + frame && column < start + frame + 3 ? 255 : 30;
      });
      const picture = sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } });
      await picture.png().toFile(join(root, clip, `${String(frame).padStart(2, "0")}.png`));
    }
  }
  return root;
}

function config(data: string, out: string) {
  const flags = {
    ...{ "--method": "shuffle-and-learn", "--data": data, "--out": out, "--classifier-hidden": "8" },
    ...{ "--arch": "resnet10", "--width": "2", "--image-size": "8", "--embedding-size": "8", "--batch-size": "4" },
    ...{ "--epochs": "2", "--lr-warmup": "0", "--precision": "fp32" },
  };
  return resolvePretrain({ flags, methods }).config;
}

test("a run on clips judges the order of held-out frames after every epoch and at the end", async () => {
  const data = `frames:${await makeClips(temporaryFolder())}`;
  const out = join(temporaryFolder(), "run");
  const ui = recordingUi();
  await pretrain(config(data, out), ui);
  const run = await readRun(out);
  expect(run.damage).toEqual([]);
  const order = JSON.parse(readFileSync(join(out, "evaluations/order.json"), "utf8"));
  const { items, answers, chance, standardError, aboveChance } = order.options;
  expect(answers).toBe(2 * items);
  expect(chance).toBe(50);
  expect(standardError).toBeCloseTo(100 * Math.sqrt(0.25 / items), 10);
  expect(aboveChance).toBe(order.top1 >= 50 + 3 * standardError ? 1 : 0);
  // A whole number of right answers.
  expect((order.top1 * answers) / 100).toBeCloseTo(Math.round((order.top1 * answers) / 100), 8);
  const lines = readFileSync(join(out, "metrics.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const looked = lines.filter(({ kind, name }) => kind === "evaluation" && name === "order");
  expect(looked.map(({ epoch }) => epoch)).toEqual([1, 2]);
  // The last look and the evaluation see the same encoder and draw the same tuples.
  expect(looked[1].top1).toBe(order.top1);
  expect(ui.lines.filter((line) => line.startsWith("order: ")).length).toBe(3);
}, 60_000);
