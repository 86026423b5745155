// The index of a large folder tree, kept in the cache so that the next start need not list a million files again.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../run/atomic-file.ts";
import { cacheFolder } from "./cache.ts";
import { type FolderTree, readTree, type TreeFolder } from "./folder-tree.ts";
import { sha256Of } from "./hash.ts";
import { joinTables, type NameTable } from "./name-table.ts";
import { openTables, sealTables } from "./sealed-tables.ts";

// Below that, listing takes less than half a second.
const KEPT_FROM = 20_000;

// Indexes of another form count as none.
const FORM = "mochi folder index 1";

interface Header {
  form: string;
  root: string;
  folders: Pick<TreeFolder, "path" | "folders" | "skipped">[];
}

export interface IndexOptions {
  /** The cache folder. */
  cache?: string;
  /** Smallest number of images whose index is kept. */
  keptFrom?: number;
}

/**
 * Reads the tree below `root`, by its index where there is one: then only folders that have changed are listed.
 * @returns the tree, and a note where its index could not be kept
 * @throws MochiError when a folder cannot be read.
 */
export async function readIndexedTree(
  root: string,
  { cache = cacheFolder(), keptFrom = KEPT_FROM }: IndexOptions = {},
): Promise<{ folders: readonly TreeFolder[]; notes: string[] }> {
  const path = indexPath(root, cache);
  const known = await readIndex(path, root);
  const { folders, isKnown } = await readKnown(root, known);
  const images = folders.reduce((sum, { files }) => sum + files.ends.length, 0);
  if (isKnown || images < keptFrom) return { folders, notes: [] };
  try {
    writeWhole(path, [encode(root, folders)]);
    return { folders, notes: [] };
  } catch (error) {
    return {
      folders,
      notes: [`The index is not kept, so that each start lists all files: ${(error as Error).message}`],
    };
  }
}

/** Where the index of a folder is kept. */
export function indexPath(root: string, cache: string): string {
  return join(cache, "indexes", `${sha256Of(Buffer.from(root)).slice(0, 32)}.index`);
}

/** A folder may be gone behind a link, with no trace in what holds the link: then all is listed anew. */
async function readKnown(root: string, known: ReadonlyMap<string, TreeFolder>): Promise<FolderTree> {
  try {
    return await readTree(root, known);
  } catch (error) {
    if (known.size === 0) throw error;
    return readTree(root);
  }
}

function encode(root: string, folders: readonly TreeFolder[]): Uint8Array {
  const { bytes, ends } = joinTables(folders.map(({ files }) => files));
  const header: Header = {
    form: FORM,
    root,
    folders: folders.map(({ path, folders, skipped }) => ({ path, folders, skipped })),
  };
  return sealTables({
    header,
    tables: {
      changed: BigInt64Array.from(folders, ({ changed }) => changed),
      counts: Uint32Array.from(folders, ({ files }) => files.ends.length),
      bytes,
      ends,
    },
  });
}

/** The folders of an index by path; none where there is no index, or a damaged one. */
async function readIndex(path: string, root: string): Promise<Map<string, TreeFolder>> {
  const block = await readFile(path).catch(() => undefined);
  const opened = block && openTables<Header>(block);
  const folders = new Map<string, TreeFolder>();
  if (opened?.header.form !== FORM || opened.header.root !== root) return folders;
  const { changed, counts, bytes, ends } = opened.tables as {
    changed: BigInt64Array;
    counts: Uint32Array;
    bytes: Uint8Array;
    ends: Uint32Array;
  };
  let first = 0;
  for (const [i, folder] of opened.header.folders.entries()) {
    const files = part({ bytes, ends }, first, first + counts[i]!);
    folders.set(folder.path, { ...folder, changed: changed[i]!, files });
    first += counts[i]!;
  }
  return folders;
}

/** Strings `first` to `last` of a table, whose bytes they share. */
function part({ bytes, ends }: NameTable, first: number, last: number): NameTable {
  const start = first === 0 ? 0 : ends[first - 1]!;
  const end = last === 0 ? 0 : ends[last - 1]!;
  return { bytes: bytes.subarray(start, end), ends: ends.slice(first, last).map((position) => position - start) };
}
