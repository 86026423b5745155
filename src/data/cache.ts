// The cache folder: the one place where fetched data sets are kept.

import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { MochiError } from "../errors.ts";

/** `MOCHI_DATA` itself when set, else the folder `mochi` in the user's cache folder. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (environment.MOCHI_DATA) return resolve(environment.MOCHI_DATA);
  const home = environment.HOME || homedir();
  if (platform === "darwin") return join(home, "Library", "Caches", "mochi");
  // The XDG specification has relative paths ignored.
  const xdg = environment.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, ".cache"), "mochi");
}

/**
 * Makes a folder of the cache, with its parents.
 * @throws MochiError when it cannot be made, naming `MOCHI_DATA`.
 */
export async function makeCacheFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw cacheNotWritable(folder, cause);
  }
}

/** The error for a cache that cannot be written, whatever the reason (rights, space, a file in the way). */
export function cacheNotWritable(path: string, cause: unknown): MochiError {
  return new MochiError({
    code: "cache-not-writable",
    message: `cannot write to the data cache: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: path,
    remedy: "free some space or mend the rights, or set MOCHI_DATA to a folder with 500 MB to spare",
    cause,
  });
}
