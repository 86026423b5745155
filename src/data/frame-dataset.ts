// A folder of clips as a data set: each item is five frames of one clip in their order, one below the other.
import { basename } from "node:path";
import { MochiError } from "../errors.ts";
import type { Dataset, DatasetPair, OnDataProgress } from "./dataset.ts";
import { DecodedImages } from "./decoded-images.ts";
import { FRAMES_PER_ITEM, frameWindows } from "./frame-windows.ts";
import { memoryDataset } from "./memory-dataset.ts";
import { scanFolder } from "./scan-folder.ts";

// The last frames of each clip are the test part: parts at different times, so that no frame is in both.
const HELD_OUT_SHARE = 0.4;

// Decoded frames up to so many bytes stay in memory: each is in many items.
const MOST_HELD = 2 ** 28;

// What motion is judged on: enough to see it, and quick to decode.
const SMALL = 32;
const AT_ONCE = 128;

/**
 * Opens `root/<clip>/…`, frames sorted by name. Every frame is decoded once, to find where something moves.
 * @param options.imageSize side of the crops that training uses, in pixels
 * @throws MochiError `clips-too-short` where no clip has frames for a single item
 */
export async function openFrames(
  root: string,
  { imageSize, onProgress }: { imageSize: number; onProgress?: OnDataProgress | undefined },
): Promise<DatasetPair> {
  const { images, classes, skipped, notes } = await scanFolder(root);
  const name = basename(root);
  // A frame that is broken is replaced by one of its clip.
  const labels = images.labels ?? new Int32Array(images.length);
  const encoded = {
    length: images.length,
    labels,
    name: (i: number) => images.name(i),
    locate: (i: number) => images.name(i),
  };
  const open = (size: number) => {
    const info = {
      name,
      length: images.length,
      height: size,
      width: size,
      classes: classes.length > 0 ? classes : [name],
    };
    return new DecodedImages(encoded, { info, path: root, skipped });
  };
  const size = Math.round((imageSize * 256) / 224);
  const frames = images.length * size * size * 3 <= MOST_HELD ? await inMemory(open(size)) : open(size);
  const changes = await changesBetween(frames.check ? open(SMALL) : frames, onProgress);
  const items: Record<"train" | "test", number[][]> = { train: [], test: [] };
  const clips = clipsOf(labels);
  for (const [start, end] of clips) {
    const border = end - Math.floor(HELD_OUT_SHARE * (end - start));
    for (const [part, from, to] of [
      ["train", start, border],
      ["test", border, end],
    ] as const) {
      const windows = to > from ? frameWindows(changes.subarray(from, to - 1)) : [];
      items[part].push(...windows.map((frames) => frames.map((frame) => from + frame)));
    }
  }
  if (items.train.length === 0) throw tooShort(root, images.length, clips.length);
  const part = (key: "train" | "test") => frameTuples(frames, items[key], `${name} ${key}`);
  const test = items.test.length > 0 ? part("test") : undefined;
  const counts = `${clips.length} clips, ${images.length} frames; ${items.train.length} training items of ${FRAMES_PER_ITEM} frames`;
  const heldOut = `${items.test.length} items from the last ${100 * HELD_OUT_SHARE} % of each clip held out`;
  return { train: part("train"), test, description: [`${counts}, ${heldOut}`, ...notes].join(". ") };
}

/** Items of several images of a data set, one below the other. */
export function frameTuples(frames: Dataset, items: readonly (readonly number[])[], name: string): Dataset {
  const count = items[0]!.length;
  const { height, width } = frames.info;
  const framesOf = (indices: ArrayLike<number>) => Array.from(indices, (index) => items[index]!).flat();
  return {
    info: { name, length: items.length, height: count * height, width, frames: count },
    labels: undefined,
    get skipped() {
      return frames.skipped ?? [];
    },
    ...(frames.tally && { tally: frames.tally }),
    async read(indices) {
      // Frames of an item follow one another, which is the item's picture.
      const { images } = await frames.read(framesOf(indices));
      return { images, count: indices.length, height: count * height, width };
    },
    ...(frames.check && { check: (indices: ArrayLike<number>) => frames.check!(framesOf(indices)) }),
  };
}

/** Every frame decoded once; what was broken stays known. */
async function inMemory(frames: DecodedImages): Promise<Dataset> {
  const { images, height, width } = await frames.read(Int32Array.from({ length: frames.info.length }, (_, i) => i));
  const held = memoryDataset({ name: frames.info.name, images, labels: frames.labels!, height, width });
  return { ...held, skipped: frames.skipped, tally: frames.tally };
}

/** Mean change of the pixels from each frame to the next, in 0 … 255. */
async function changesBetween(frames: Dataset, onProgress?: OnDataProgress): Promise<Float32Array> {
  const total = frames.info.length;
  const changes = new Float32Array(Math.max(0, total - 1));
  let before: Uint8Array | undefined;
  for (let start = 0; start < total; start += AT_ONCE) {
    onProgress?.({ label: "looking for motion", done: start, total });
    const indices = Array.from({ length: Math.min(AT_ONCE, total - start) }, (_, i) => start + i);
    const { images } = await frames.read(indices);
    const bytes = images.length / indices.length;
    for (const index of indices) {
      const now = images.subarray((index - start) * bytes, (index - start + 1) * bytes);
      if (before) changes[index - 1] = now.reduce((sum, value, at) => sum + Math.abs(value - before![at]!), 0) / bytes;
      before = now;
    }
  }
  return changes;
}

/** First frame and the end of each clip, whose frames follow one another. */
function clipsOf(labels: Int32Array): [start: number, end: number][] {
  const clips: [number, number][] = [];
  for (let frame = 0; frame < labels.length; frame++) {
    if (frame === 0 || labels[frame] !== labels[frame - 1]) clips.push([frame, frame + 1]);
    else clips.at(-1)![1] = frame + 1;
  }
  return clips;
}

function tooShort(root: string, frames: number, clips: number): MochiError {
  const found = frames === 0 ? "there are no images in it" : `${clips} clips with ${frames} frames in all`;
  return new MochiError({
    code: "clips-too-short",
    message: `no clip has ${FRAMES_PER_ITEM} frames that follow one another: ${found}`,
    where: `--data frames:${root}`,
    remedy: "give a folder with a folder of frame images for each clip, named so that they sort in time",
  });
}
