// Oracle: the spellings of --data, and folders that are made here.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkBatchFills, checkDataSource, knownLength, parseDataSource } from "../../src/options/data-source.ts";

const folder = mkdtempSync(join(tmpdir(), "mochi-data-"));
mkdirSync(join(folder, "photos"));
afterAll(() => rmSync(folder, { recursive: true }));

const complaints = (source: string) => checkDataSource(source, "--data").map(({ message }) => message);

test("a source is a name, a name with a path, or a path", () => {
  expect(parseDataSource("cifar10")).toEqual({ name: "cifar10", path: undefined });
  expect(parseDataSource("cifar100:/data/c")).toEqual({ name: "cifar100", path: "/data/c" });
  expect(parseDataSource("./photos")).toEqual({ name: undefined, path: "./photos" });
  expect(parseDataSource("/photos:old")).toEqual({ name: undefined, path: "/photos:old" });
});

test("what is there is accepted", () => {
  for (const source of ["cifar10", `cifar10:${folder}`, `folder:${folder}/photos`, `${folder}/photos`]) {
    expect([source, complaints(source)]).toEqual([source, []]);
  }
});

test("what is not there is refused by name", () => {
  expect(complaints("cifar11")).toEqual(['unknown data "cifar11"; did you mean "cifar10"?']);
  expect(complaints("cifar100")).toEqual(['data "cifar100" names no folder']);
  expect(complaints("folder:")).toEqual(['data "folder:" names no folder']);
  expect(complaints("/nowhere/at-all")).toEqual(["data folder /nowhere/at-all does not exist"]);
  expect(complaints(`folder:${folder}/missing`)).toEqual([`data folder ${folder}/missing does not exist`]);
});

test("the size of named data sets is known, and a batch must fit it", () => {
  expect([knownLength("cifar10"), knownLength("cifar100:/x"), knownLength("folder:/x")]).toEqual([
    50_000,
    50_000,
    undefined,
  ]);
  expect(checkBatchFills(50_000, 50_000, "--batch-size")).toEqual([]);
  expect(checkBatchFills(65_536, undefined, "--batch-size")).toEqual([]);
  expect(checkBatchFills(65_536, 50_000, "--batch-size")).toEqual([
    {
      code: "batch-above-data",
      message: "batch size 65536 is larger than the data set of 50000 images",
      where: "--batch-size",
      remedy: "use --batch-size 32768 or less",
    },
  ]);
});
