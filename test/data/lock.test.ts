// Oracle: the order of events, which the lock must make one after the other.

import { spawnSync } from "node:child_process";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { withLock } from "../../src/data/lock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("two holders work one after the other, the second told that it waits", async () => {
  const path = join(temporaryFolder(), "lock");
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await pause(50);
    events.push(`${name} ends`);
    return name;
  };
  const first = withLock(path, work("first"));
  await pause(10);
  const second = withLock(path, work("second"), () => events.push("second waits"));
  expect(await Promise.all([first, second])).toEqual(["first", "second"]);
  expect(events).toEqual(["first begins", "second waits", "first ends", "second begins", "second ends"]);
  expect(existsSync(path)).toBe(false);
});

test("the lock is given back when the work fails", async () => {
  const path = join(temporaryFolder(), "lock");
  const failing = withLock(path, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(path)).toBe(false);
});

test("the lock of a process that is gone is taken over", async () => {
  const path = join(temporaryFolder(), "lock");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(path, `${pid} ${hostname()}`);
  let waited = false;
  expect(
    await withLock(
      path,
      async () => "done",
      () => (waited = true),
    ),
  ).toBe("done");
  expect(waited).toBe(false);
});

test("the lock of another machine is taken over only when it was not renewed for a minute", async () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, "1 another-machine");
  let taken = false;
  const holder = withLock(path, async () => (taken = true));
  await pause(300);
  expect(taken).toBe(false);
  const longAgo = new Date(Date.now() - 61_000);
  utimesSync(path, longAgo, longAgo);
  await holder;
  expect(taken).toBe(true);
});
