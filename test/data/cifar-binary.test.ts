// Oracle: the format as its authors describe it, written out row by row: label bytes, then 1024 red, green, blue.

import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CIFAR10_BINARY, CIFAR100_BINARY, openCifarBinary } from "../../src/data/cifar-binary.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A row whose pixel p is (red + p, green + p, blue + p), modulo 256. */
function row(labels: number[], [red, green, blue]: [number, number, number]): Buffer {
  const plane = (start: number) => Array.from({ length: 1024 }, (_, pixel) => (start + pixel) % 256);
  return Buffer.from([...labels, ...plane(red), ...plane(green), ...plane(blue)]);
}

function writeCifar10(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let batch = 1; batch <= 5; batch++) {
    writeFileSync(
      join(folder, `data_batch_${batch}.bin`),
      Buffer.concat([row([batch], [batch, 50, 60]), row([9], [70, batch, 80])]),
    );
  }
  writeFileSync(join(folder, "test_batch.bin"), row([3], [10, 20, 30]));
}

function writeCifar100(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "train.bin"), Buffer.concat([row([19, 99], [1, 2, 3]), row([0, 7], [4, 5, 6])]));
  writeFileSync(join(folder, "test.bin"), row([5, 42], [7, 8, 9]));
}

test("reads the five training files in order, and the test file, planes turned to pixels", async () => {
  const folder = temporaryFolder();
  writeCifar10(folder);
  writeFileSync(
    join(folder, "batches.meta.txt"),
    "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n",
  );
  const { train, test: heldOut, description } = await openCifarBinary(folder, CIFAR10_BINARY);
  expect(train.labels).toEqual(Int32Array.of(1, 9, 2, 9, 3, 9, 4, 9, 5, 9));
  expect(heldOut?.labels).toEqual(Int32Array.of(3));
  expect(train.info).toMatchObject({ name: "CIFAR-10 train", length: 10, height: 32, width: 32 });
  expect(train.info.classes?.[9]).toBe("truck");
  const { images } = await train.read([5, 4]);
  expect([...images.slice(0, 6)]).toEqual([70, 3, 80, 71, 4, 81]);
  expect([...images.slice(3072, 3078)]).toEqual([3, 50, 60, 4, 51, 61]);
  // The last pixel is 1023 ≡ 255 steps on.
  expect([...images.slice(3069, 3072)]).toEqual([69, 2, 79]);
  expect(description).toBe(`CIFAR-10: 10 training and 1 test images of 10 classes, 32×32, from ${folder}`);
});

test("finds the unpacked folder in the one above it; names of classes may be missing", async () => {
  const folder = temporaryFolder();
  writeCifar10(join(folder, "cifar-10-batches-bin"));
  const { train } = await openCifarBinary(folder, CIFAR10_BINARY);
  expect(train.info.length).toBe(10);
  expect(train.info.classes).toBeUndefined();
});

test("CIFAR-100 takes the fine label, the second of two", async () => {
  const folder = temporaryFolder();
  writeCifar100(join(folder, "cifar-100-binary"));
  const names = Array.from({ length: 100 }, (_, i) => `class ${i}`);
  writeFileSync(join(folder, "cifar-100-binary", "fine_label_names.txt"), names.join("\n"));
  const { train, test: heldOut } = await openCifarBinary(folder, CIFAR100_BINARY);
  expect(train.labels).toEqual(Int32Array.of(99, 7));
  expect(heldOut?.labels).toEqual(Int32Array.of(42));
  expect([...(await train.read([1])).images.slice(0, 6)]).toEqual([4, 5, 6, 5, 6, 7]);
  expect(train.info.classes?.[99]).toBe("class 99");
});

test("a cut file is named with its size and the expected one", async () => {
  const folder = temporaryFolder();
  writeCifar10(folder);
  truncateSync(join(folder, "data_batch_4.bin"), 6000);
  await expect(openCifarBinary(folder, CIFAR10_BINARY)).rejects.toMatchObject({
    code: "cifar-file-size",
    message: "data_batch_4.bin has 6000 bytes; expected 30730000, or any other whole number of rows of 3073",
    where: join(folder, "data_batch_4.bin"),
  });
});

test("an empty file is refused, with CIFAR-100's own sizes", async () => {
  const folder = temporaryFolder();
  writeCifar100(folder);
  truncateSync(join(folder, "train.bin"), 0);
  await expect(openCifarBinary(folder, CIFAR100_BINARY)).rejects.toMatchObject({
    message: "train.bin has 0 bytes; expected 153700000, or any other whole number of rows of 3074",
  });
});

test("a label out of range is named with its row", async () => {
  const folder = temporaryFolder();
  writeCifar10(folder);
  writeFileSync(join(folder, "test_batch.bin"), Buffer.concat([row([3], [0, 0, 0]), row([10], [0, 0, 0])]));
  await expect(openCifarBinary(folder, CIFAR10_BINARY)).rejects.toMatchObject({
    code: "cifar-label-range",
    message: "row 1 has label 10; CIFAR-10 has labels 0–9",
    where: join(folder, "test_batch.bin"),
  });
});

test("missing files are named, with what is there instead", async () => {
  const folder = temporaryFolder();
  writeCifar10(folder);
  rmSync(join(folder, "data_batch_2.bin"));
  await expect(openCifarBinary(folder, CIFAR10_BINARY)).rejects.toMatchObject({
    code: "cifar-files-missing",
    message:
      "data_batch_2.bin not found for CIFAR-10; the folder holds data_batch_1.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin",
    where: folder,
  });
});

test("the Python version of the files is recognised", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "data_batch_1"), "");
  await expect(openCifarBinary(folder, CIFAR10_BINARY)).rejects.toMatchObject({
    remedy: "these are the files of the Python version; use the binary version of CIFAR-10",
  });
});
