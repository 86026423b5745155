// Lets one set-up at a time change the folder: `npm run quickstart` and `npm test` may be started side by side.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stateFolder } from "./command.mjs";

/** Waits until no other set-up works here; the returned function gives the lock back. */
export async function takeLock(say, { path = join(stateFolder, "lock"), pollMs = 500 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  let isAnnounced = false;
  while (!tryLock(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && !isRunning(holder)) {
      // A set-up that was killed leaves its lock behind.
      rmSync(path, { force: true });
      continue;
    }
    if (!isAnnounced) say(`waiting for another set-up (process ${holder}; if that is none, delete ${path})`);
    isAnnounced = true;
    await sleep(pollMs);
  }
  return () => rmSync(path, { force: true });
}

// A link appears whole, with the holder's id in it; a file opened for writing is empty at first.
function tryLock(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    // Given back in between.
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs under another user.
    return error.code === "EPERM";
  }
}
