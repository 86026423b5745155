// Oracle: the list of specs in the help, and made folders.

import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { checkDataSpec, openData } from "../../src/data/open.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function photoFolder(): Promise<string> {
  const root = temporaryFolder();
  const create = { width: 9, height: 9, channels: 3 as const, background: "red" };
  await sharp({ create }).png().toFile(join(root, "1.png"));
  return root;
}

test("folder:/path, /path and ./path open the same folder", async () => {
  const root = await photoFolder();
  for (const spec of [`folder:${root}`, root, `./${relative(process.cwd(), root)}`]) {
    const { train } = await openData(spec, { imageSize: 7 });
    expect(train.info).toMatchObject({ length: 1, height: 8 });
  }
});

test("cifar10:/path and cifar100:/path open the official files", async () => {
  const root = temporaryFolder();
  for (const file of ["train.bin", "test.bin"]) writeFileSync(join(root, file), Buffer.alloc(3074));
  for (const file of [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`))
    writeFileSync(join(root, file), Buffer.alloc(3073));
  writeFileSync(join(root, "test_batch.bin"), Buffer.alloc(3073));
  expect((await openData(`cifar10:${root}`, { imageSize: 32 })).train.info).toMatchObject({
    name: "CIFAR-10 train",
    length: 5,
  });
  expect((await openData(`cifar100:${root}`, { imageSize: 32 })).train.info).toMatchObject({
    name: "CIFAR-100 train",
    length: 1,
  });
});

const known = "known: cifar10, cifar10:/path, cifar100:/path, folder:/path, /path";

test.each([
  ["cifar-10", "data-unknown", 'unknown data set "cifar-10"; did you mean "cifar10"?', known],
  ["fodler:/x", "data-unknown", 'unknown data set "fodler:/x"; did you mean "folder:/x"?', known],
  ["imagenet", "data-unknown", 'unknown data set "imagenet"', known],
  ["test/data", "data-unknown", 'unknown data set "test/data"; did you mean "./test/data"?', known],
  ["", "data-unknown", 'unknown data set ""', known],
  [
    "cifar100",
    "data-path-missing",
    '"cifar100" needs a path: cifar100:/path',
    "the official binary files of CIFAR-100 (cifar-100-binary)",
  ],
  [
    "folder:~/no-such/x",
    "data-folder-missing",
    `data folder ${homedir()}/no-such/x does not exist`,
    `check the path: there is no "no-such" in ${homedir()}`,
  ],
  [
    "/no-such-folder",
    "data-folder-missing",
    "data folder /no-such-folder does not exist",
    'check the path: there is no "no-such-folder" in /',
  ],
])("%j is refused: %s", async (spec, code, message, remedy) => {
  expect(checkDataSpec(spec)).toEqual([{ code, message, where: "--data", remedy }]);
  await expect(openData(spec, { imageSize: 32 })).rejects.toMatchObject({ name: "UsageError", code, message });
});

test("a file in place of a folder is refused", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "");
  expect(checkDataSpec(`folder:${join(root, "file")}`)).toMatchObject([
    { message: `data folder ${join(root, "file")} is a file, not a folder`, remedy: "give the folder that holds it" },
  ]);
});

test("what can be opened has no problems, and nothing is read to find out", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "with:colon"));
  for (const spec of ["cifar10", `cifar10:${root}`, root, `folder:${join(root, "with:colon")}`]) {
    expect(checkDataSpec(spec)).toEqual([]);
  }
});
