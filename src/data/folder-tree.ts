// The folders of a tree with what each holds, read many at a time; what is known of an unchanged folder is taken over.

import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { compareCodePoints, type FolderListing, listFolder, unreadable } from "./list-folder.ts";

export interface TreeFolder extends FolderListing {
  /** From the root, with slashes; empty for the root. */
  path: string;
  /** Time of the last change of its entries in nanoseconds; 0 where another change could have the same time. */
  changed: bigint;
}

export interface FolderTree {
  /** The root, then class by class, sorted by code point. */
  folders: TreeFolder[];
  /** True if each folder was taken over from `known`, and none of `known` is gone. */
  isKnown: boolean;
}

// Enough to hide the latency of a network disk; the calls themselves run on the few threads of libuv.
const AT_ONCE = 16;

// File systems date changes by the tick of a clock: a change soon after another may leave the date as it was.
const SETTLED_NS = 2_000_000_000n;

/**
 * Lists `root` and all folders below it, links followed. Below each folder of the root, a folder that is reached on two
 * ways counts once: links may lead back up.
 * @param known folders of an earlier reading, by path; those that have not changed since are not listed again
 * @throws MochiError when a folder cannot be read.
 */
export async function readTree(root: string, known: ReadonlyMap<string, TreeFolder> = new Map()): Promise<FolderTree> {
  const folders: TreeFolder[] = [];
  const visited = new Set<string>();
  let taken = 0;
  const read = async ({ path, stats }: { path: string; stats: BigIntStats }): Promise<TreeFolder> => {
    const before = known.get(path);
    if (before && before.changed !== 0n && before.changed === stats.mtimeNs) {
      taken++;
      return before;
    }
    const isSettled = BigInt(Date.now()) * 1_000_000n - stats.mtimeNs > SETTLED_NS;
    const listing = await listFolder(join(root, path));
    // What a link leads to may change without a trace in this folder.
    const isStable = isSettled && !listing.skipped.some(({ reason }) => reason === "a link to nothing");
    return { ...listing, path, changed: isStable ? stats.mtimeNs : 0n };
  };
  // Level by level, so that which way to a folder counts does not depend on which call ends first.
  for (let level = [""]; level.length > 0; ) {
    const found = await inParallel(level, async (path) => ({ path, stats: await lookAt(join(root, path)) }));
    const fresh = found.filter(({ path, stats }) => {
      const key = `${topOf(path)}/${stats.dev}:${stats.ino}`;
      return !visited.has(key) && visited.add(key);
    });
    const listed = await inParallel(fresh, read);
    folders.push(...listed);
    level = listed.flatMap((folder) => folder.folders.map((name) => (folder.path ? `${folder.path}/${name}` : name)));
  }
  // Class by class, as torchvision does: the bare paths would put "a-b" between "a" and "a/below".
  folders.sort((a, b) => compareCodePoints(topOf(a.path), topOf(b.path)) || compareCodePoints(a.path, b.path));
  return { folders, isKnown: taken === folders.length && taken === known.size };
}

async function lookAt(folder: string): Promise<BigIntStats> {
  try {
    return await stat(folder, { bigint: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

/** Results in the order of the items, `AT_ONCE` under way at a time. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]!);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** The folder of the root that a path lies in. */
export function topOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}
