// JPEG 500×375 to two views of 224 with full MoCo-v2 augmentation, and decoding alone, per core; against torchvision and PIL.
// Run: OMP_NUM_THREADS=1 npx tsx benchmarks/jpeg.ts '{"images":64,"rounds":11,"peer":true}'
// Seconds are those of all threads together, so that work on decoder threads counts and a busy neighbour does not.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { openImage } from "../src/data/decode-image.ts";
import { DecodePool } from "../src/data/decode-pool.ts";
import { DecodedImages } from "../src/data/decoded-images.ts";
import { randomKey, scope, uniformRows } from "../src/tensor/index.ts";
import { makeViews, readForViews } from "../src/train/batches.ts";

const defaults = { images: 64, rounds: 11, peer: true, size: 224, width: 500, height: 375, quality: 90 };
const config = { ...defaults, ...(JSON.parse(process.argv[2] ?? "{}") as Partial<typeof defaults>) };

/** Noise of several scales, larger ones stronger, as in photographs. */
async function writePhoto(path: string, id: number): Promise<number> {
  const { width, height, quality } = config;
  const sum = new Float32Array(width * height * 3);
  for (const cell of [2, 4, 8, 16, 32, 64, 128]) {
    const [columns, rows] = [Math.ceil(width / cell) + 1, Math.ceil(height / cell) + 1];
    const noise = Buffer.from(uniformRows(randomKey(id).fold(cell), [0], columns * rows * 3).map((draw) => 255 * draw));
    const raw = { width: columns, height: rows, channels: 3 as const };
    const layer = await sharp(noise, { raw }).resize(width, height, { fit: "fill", kernel: "cubic" }).raw().toBuffer();
    for (let i = 0; i < sum.length; i++) sum[i]! += (layer[i]! - 128) * Math.sqrt(cell / 128);
  }
  const pixels = Buffer.from(Uint8ClampedArray.from(sum, (value) => 128 + value / 2));
  const { size } = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, mozjpeg: false })
    .toFile(path);
  return size;
}

const folder = mkdtempSync(join(tmpdir(), "mochi-jpeg-"));
const paths = Array.from({ length: config.images }, (_, id) => join(folder, `${String(id).padStart(4, "0")}.jpg`));
const sizes: number[] = [];
for (const [id, path] of paths.entries()) sizes.push(await writePhoto(path, id));

const pool = new DecodePool(1);
const info = { name: "photos", length: paths.length, height: 256, width: 256 };
const name = (index: number) => paths[index]!;
const images = { length: paths.length, labels: undefined, name, locate: name };
const data = new DecodedImages(images, { info, path: folder, pool });
const ids = Int32Array.from(paths, (_, id) => id);
const declared = { query: { recipe: "moco-v2" }, key: { recipe: "moco-v2" } };

const parts = {
  /** The whole image, as a loader has it before it augments. */
  async decode() {
    for (const path of paths) {
      const image = await openImage(readFileSync(path));
      const whole = { denominator: 1, top: 0, left: 0, height: image.height, width: image.width };
      await image.decode(whole, new Uint8Array(image.height * image.width * 3), 0);
    }
  },
  /** Files to crops, on a decoder thread. */
  async read(round = 0) {
    return readForViews(data, { ids, declared, cropScale: 0.2, size: config.size, key: randomKey(0).fold(round) });
  },
  /** The whole road: files to two views each. */
  async views(round = 0) {
    const input = { ids, declared, cropScale: 0.2, size: config.size, key: randomKey(0).fold(round) };
    const batch = await readForViews(data, input);
    scope(() => void makeViews({ batch, ...input }));
  },
};
type Part = keyof typeof parts;

async function ourSeconds(part: Part, round: number): Promise<number> {
  const before = process.cpuUsage();
  await parts[part](round);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function startPeer() {
  const script = fileURLToPath(new URL("pytorch/jpeg_views.py", import.meta.url));
  const peer = spawn("/usr/bin/python3", [script, JSON.stringify({ folder, size: config.size })], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async seconds(part: string) {
      peer.stdin.write(`${part}\n`);
      return Number((await answers.next()).value);
    },
    stop: () => peer.stdin.end(),
  };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const rate = (seconds: readonly number[]) => Math.round(config.images / median(seconds));
const peer = config.peer ? startPeer() : undefined;
for (const part of Object.keys(parts) as Part[]) {
  const theirPart = part === "read" ? undefined : part;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = -2; round < config.rounds; round++) {
    const seconds = await ourSeconds(part, round + 2);
    const peerSeconds = peer && theirPart ? await peer.seconds(theirPart) : undefined;
    if (round < 0) continue;
    ours.push(seconds);
    if (peerSeconds !== undefined) theirs.push(peerSeconds);
  }
  console.log(
    JSON.stringify({
      part,
      ...config,
      meanBytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
      imagesPerSecondPerCore: rate(ours),
      ...(theirs.length > 0 && {
        pytorchImagesPerSecondPerCore: rate(theirs),
        ratio: Number(median(theirs.map((seconds, i) => seconds / ours[i]!)).toFixed(2)),
      }),
      cpu: cpus()[0]?.model,
    }),
  );
}
peer?.stop();
await pool.close();
rmSync(folder, { recursive: true });
