// Oracle: what a lock promises: one holder at a time, and none that is dead.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";

const { takeLock } = await import(new URL("../../scripts/setup/lock.mjs", import.meta.url).href);

test("the lock names its holder and is gone when given back", async () => {
  const path = join(temporaryFolder(), "lock");
  const release = await takeLock(() => {}, { path });
  expect(readFileSync(path, "utf8")).toBe(String(process.pid));
  release();
  expect(existsSync(path)).toBe(false);
});

test("a second one waits, says so once, and gets it when the first gives it back", async () => {
  const path = join(temporaryFolder(), "lock");
  const release = await takeLock(() => {}, { path });
  const said: string[] = [];
  let isTaken = false;
  const second = takeLock((text: string) => said.push(text), { path, pollMs: 5 }).then(() => {
    isTaken = true;
  });
  await sleep(40);
  expect(isTaken).toBe(false);
  release();
  await second;
  expect(said).toEqual([`waiting for another set-up (process ${process.pid}; if that is none, delete ${path})`]);
});

test("a lock whose holder has died is taken over", async () => {
  const path = join(temporaryFolder(), "lock");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(path, String(pid));
  await takeLock(() => {}, { path });
  expect(readFileSync(path, "utf8")).toBe(String(process.pid));
});
