// A run small enough for tests: made CIFAR files, an encoder of two channels, a few steps.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { methods } from "../../src/methods/index.ts";
import type { Progress, Ui } from "../../src/options/index.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";
import { randomKey, uniformRows } from "../../src/tensor/index.ts";

export interface RecordedUi extends Ui {
  lines: string[];
  warnings: string[];
  shown: (Progress | undefined)[];
}

export function recordingUi(onProgress: (state: Progress | undefined) => void = () => {}): RecordedUi {
  const [lines, warnings, shown]: [string[], string[], (Progress | undefined)[]] = [[], [], []];
  return {
    lines,
    warnings,
    shown,
    info: (line) => void lines.push(line),
    warn: (line) => void warnings.push(line),
    progress: (state) => {
      shown.push(state);
      onProgress(state);
    },
  };
}

/** 80 training (five parts of 16, or of what is given) and 20 test images in CIFAR-10's layout; the label sets the brightness. */
export function makeCifar(folder: string, rowsOfPart = 16): string {
  const path = join(folder, "cifar-10-batches-bin");
  mkdirSync(path, { recursive: true });
  const file = (rows: number, key: number) => {
    const draws = uniformRows(
      randomKey(key),
      Int32Array.from({ length: rows }, (_, row) => row),
      3073,
    );
    return Uint8Array.from(draws, (draw, byte) => {
      const label = Math.floor(byte / 3073) % 10;
      return byte % 3073 === 0 ? label : 20 * label + 50 * draw;
    });
  };
  for (let part = 1; part <= 5; part++) writeFileSync(join(path, `data_batch_${part}.bin`), file(rowsOfPart, part));
  writeFileSync(join(path, "test_batch.bin"), file(20, 9));
  return path;
}

/** The configuration of a tiny run in `out`; flags win. */
export function tinyConfig(data: string, out: string, flags: Record<string, string | boolean> = {}) {
  const tiny = {
    "--preset": "cifar10",
    "--data": data,
    "--out": out,
    "--arch": "resnet10",
    "--width": "2",
    "--image-size": "8",
    "--embedding-size": "8",
    "--batch-size": "16",
    "--queue-size": "32",
    "--mochi": "8,6,3",
    "--mixing-warmup": "0.5",
    "--bn-splits": "2",
    "--epochs": "2",
    "--print-freq": "1",
    "--precision": "fp32",
  };
  return resolvePretrain({ flags: { ...tiny, ...flags }, methods }).config;
}
