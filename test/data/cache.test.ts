// Oracle: the XDG base directory specification and the folders macOS prescribes, written out by hand.

import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder, makeCacheFolder } from "../../src/data/cache.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test.each([
  [{ MOCHI_DATA: "/big/disk", XDG_CACHE_HOME: "/xdg", HOME: "/home/me" }, "linux", "/big/disk"],
  [{ MOCHI_DATA: "here", HOME: "/home/me" }, "linux", resolve("here")],
  [{ XDG_CACHE_HOME: "/xdg", HOME: "/home/me" }, "linux", "/xdg/mochi"],
  [{ XDG_CACHE_HOME: "relative", HOME: "/home/me" }, "linux", "/home/me/.cache/mochi"],
  [{ HOME: "/home/me" }, "linux", "/home/me/.cache/mochi"],
  [{ XDG_CACHE_HOME: "/xdg", HOME: "/Users/me" }, "darwin", "/Users/me/Library/Caches/mochi"],
] as const)("%j on %s is %s", (environment, platform, folder) => {
  expect(cacheFolder(environment, platform)).toBe(folder);
});

test("makes a folder with its parents, or says what to do", async () => {
  const folder = temporaryFolder();
  await makeCacheFolder(join(folder, "a", "b"));
  expect(existsSync(join(folder, "a", "b"))).toBe(true);
  writeFileSync(join(folder, "file"), "");
  await expect(makeCacheFolder(join(folder, "file", "b"))).rejects.toMatchObject({
    code: "cache-not-writable",
    where: join(folder, "file", "b"),
  });
});
