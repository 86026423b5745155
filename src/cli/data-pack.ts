// mochi data pack: images resized once, in one file.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { packOptions } from "../options/pack.ts";
import type { CommandInput } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

// More would drown the summary; the file holds them all.
const MOST_NAMED = 20;

/** @param input what follows `pack`: one source of images, and flags */
export async function packData(input: CommandInput): Promise<number> {
  const { size, quality, out } = readValues(packOptions, input);
  const [spec, ...surplus] = input.positional;
  if (spec === undefined || surplus.length > 0) throw oneSource(input.positional);
  const [{ openStoredImages }, { writePack }, { PACK_ENDING }] = await Promise.all([
    import("../data/open.ts"),
    import("../data/write-pack.ts"),
    import("../data/pack-format.ts"),
  ]);
  const stored = await openStoredImages(spec);
  const path = resolve(out ?? `${stored.name}${PACK_ENDING}`);
  if (existsSync(path)) throw taken(path);
  const ui = createUi();
  const packed = await writePack(stored, path, { size, quality, onProgress: (progress) => ui.progress(progress) });
  ui.progress(undefined);
  if (packed.resumed > 0) ui.info(`images taken over from the packing that was broken off: ${packed.resumed}`);
  for (const skipped of packed.skipped.slice(0, MOST_NAMED)) ui.warn(`skipped ${skipped.path}: ${skipped.reason}`);
  if (packed.skipped.length > MOST_NAMED) ui.warn(`skipped: ${packed.skipped.length} in all`);
  const { train, test } = packed.counts;
  const megabytes = (packed.bytes / 1e6).toFixed(1);
  ui.info(`packed ${train} training and ${test} test images into ${path} (${megabytes} MB)`);
  ui.info(`use it with: mochi pretrain --data pack:${path}`);
  return 0;
}

function oneSource(given: readonly string[]): UsageError {
  return new UsageError([
    {
      code: "command-line",
      message: given.length === 0 ? "mochi data pack needs what to pack" : `unexpected argument "${given[1]}"`,
      remedy: "for example mochi data pack ./photos",
    },
  ]);
}

function taken(path: string): UsageError {
  return new UsageError([
    {
      code: "pack-exists",
      message: `${path} exists already`,
      where: "--out",
      remedy: "remove it or choose another --out",
    },
  ]);
}
