// A lock between processes, so that two commands started together do not fetch the same data set into one file.

import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { cacheNotWritable } from "./cache.ts";

const BEAT_MS = 5_000;
const DEAD_AFTER_MS = 60_000;

/**
 * Runs `work` while holding the lock file `path`, waiting for another living holder first.
 * A holder counts as dead when its process is gone (same machine) or its lock was not renewed for a minute.
 * @param onWait called once if there is somebody to wait for
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  for (let waited = false; !(await take(path)); waited = true) {
    if (await isDead(path)) {
      await rm(path, { force: true });
    } else {
      if (!waited) onWait?.();
      await pause(200);
    }
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid} ${hostname()}`, { flag: "wx" });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cacheNotWritable(path, cause);
  }
}

async function isDead(path: string): Promise<boolean> {
  const renewed = (await stat(path).catch(() => undefined))?.mtimeMs;
  // Gone by itself since we looked: nothing to remove.
  if (renewed === undefined) return false;
  if (Date.now() - renewed > DEAD_AFTER_MS) return true;
  const [pid, host] = (await readFile(path, "utf8").catch(() => "")).split(" ");
  return host === hostname() && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process exists.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
