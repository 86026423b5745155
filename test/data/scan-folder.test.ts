// Oracle: torchvision's ImageFolder order (classes and files sorted as Python sorts strings), written out by hand.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { scanFolder } from "../../src/data/scan-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function folderOf(...names: string[]): string {
  const root = temporaryFolder();
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), "");
  }
  return root;
}

async function scan(root: string) {
  const { images, classes, skipped, notes } = await scanFolder(root);
  const paths = Array.from({ length: images.length }, (_, i) => images.name(i));
  return {
    paths: paths.map((path) => relative(root, path)),
    labels: images.labels && [...images.labels],
    classes,
    skipped: skipped.map(({ path, reason }) => `${relative(root, path)}: ${reason}`),
    notes: notes.map((note) => note.replace(root, "ROOT")),
  };
}

test("classes and files are sorted by code point, capitals first", async () => {
  const root = folderOf(
    "b/2.jpg",
    "b/10.jpg",
    "a/x.png",
    "B/y.JPEG",
    "ä/z.webp",
    "b/deeper/0.tiff",
    "b/Z.gif",
    "a/w.avif",
  );
  expect(await scan(root)).toEqual({
    paths: ["B/y.JPEG", "a/w.avif", "a/x.png", "b/10.jpg", "b/2.jpg", "b/Z.gif", "b/deeper/0.tiff", "ä/z.webp"],
    labels: [0, 1, 1, 2, 2, 2, 2, 3],
    classes: ["B", "a", "b", "ä"],
    skipped: [],
    notes: [],
  });
});

test("a flat folder has no labels; other files and hidden ones are ignored", async () => {
  const root = folderOf("2.jpg", "1.png", "notes.txt", ".hidden.jpg", "._1.png", "Thumbs.db", "no-extension");
  expect(await scan(root)).toEqual({
    paths: ["1.png", "2.jpg"],
    labels: undefined,
    classes: [],
    skipped: [],
    notes: [],
  });
});

test("files that cannot be read are passed over with a word; class folders without images are left out", async () => {
  const root = folderOf("a/1.jpg", "a/2.bmp", "a/3.svg", "b/4.ppm", "c/5.jpg");
  expect(await scan(root)).toEqual({
    paths: ["a/1.jpg", "c/5.jpg"],
    labels: [0, 1],
    classes: ["a", "c"],
    skipped: [
      "a/2.bmp: .bmp files are not read; convert them to .png or .jpg",
      "a/3.svg: SVG is refused: drawing it may load other files",
      "b/4.ppm: .ppm files are not read; convert them to .png or .jpg",
    ],
    notes: [],
  });
});

test("where images lie in the folder and below it, the larger part is read and the other noted", async () => {
  const flat = await scan(folderOf("1.jpg", "2.jpg", "3.jpg", "below/4.jpg", "below/5.jpg"));
  expect(flat).toMatchObject({ paths: ["1.jpg", "2.jpg", "3.jpg"], labels: undefined });
  expect(flat.notes).toEqual(["Not read: what lies in folders below ROOT (images: 2)"]);
  const classed = await scan(folderOf("cover.jpg", "a/1.jpg", "b/2.jpg"));
  expect(classed).toMatchObject({ paths: ["a/1.jpg", "b/2.jpg"], labels: [0, 1] });
  expect(classed.notes).toEqual(["Not read: what lies beside the class folders of ROOT (images: 1)"]);
});

test("links are followed, but not in circles and not into nothing", async () => {
  const root = folderOf("a/1.jpg", "b/2.jpg");
  symlinkSync(join(root, "a"), join(root, "a", "again"));
  symlinkSync(join(root, "b", "2.jpg"), join(root, "a", "linked.jpg"));
  symlinkSync("nowhere", join(root, "b", "dangling.jpg"));
  expect(await scan(root)).toMatchObject({
    paths: ["a/1.jpg", "a/linked.jpg", "b/2.jpg"],
    labels: [0, 0, 1],
    skipped: ["b/dangling.jpg: a link to nothing"],
  });
});

test("a folder named like an image is a folder", async () => {
  expect(await scan(folderOf("folder.jpg/inside.jpg", "other/1.jpg"))).toMatchObject({
    classes: ["folder.jpg", "other"],
  });
});

test("a class is whole, also where a name with a sign below the slash begins like it", async () => {
  expect(await scan(folderOf("a/below/1.jpg", "a-b/2.jpg", "a/3.jpg", "b/4.jpg"))).toMatchObject({
    paths: ["a/3.jpg", "a/below/1.jpg", "a-b/2.jpg", "b/4.jpg"],
    labels: [0, 0, 1, 2],
    classes: ["a", "a-b", "b"],
  });
});

test("the bytes of an image are those of its file", async () => {
  const root = folderOf("a/1.jpg", "b/2.jpg");
  writeFileSync(join(root, "b/2.jpg"), "content");
  const { images } = await scanFolder(root);
  expect(Buffer.from(await images.bytes(1)).toString()).toBe("content");
  expect((await images.bytes(0)).length).toBe(0);
});

test("what cannot be listed is named", async () => {
  const file = join(folderOf("1.jpg"), "1.jpg");
  await expect(scanFolder(file)).rejects.toMatchObject({ code: "data-folder-unreadable", where: file });
});
