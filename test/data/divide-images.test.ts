// Oracle: the numbers of the images that belong to each part, counted by hand.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { divideImages, keepListedClasses } from "../../src/data/divide-images.ts";
import { type ImageSource, relabelled, type StoredImages, selectImages } from "../../src/data/image-source.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Images that are called by their number. */
function sourceOf(labels: readonly number[] | undefined, length = labels!.length): ImageSource {
  return {
    length,
    labels: labels && Int32Array.from(labels),
    name: String,
    bytes: async (index) => Uint8Array.of(index),
  };
}

function storedOf(train: ImageSource, classes: string[], test?: ImageSource): StoredImages {
  const skipped = { train: [], test: [] };
  return { name: "made", path: "/made", classes, train, test, skipped, notes: [], division: test ? "given" : "" };
}

const namesOf = (source: ImageSource | undefined) =>
  source && Array.from({ length: source.length }, (_, index) => Number(source.name(index)));

test("every 10th of each class is held out, also where classes lie mixed", async () => {
  const labels = Array.from({ length: 45 }, (_, i) => i % 2);
  const { train, test: heldOut, division } = divideImages(storedOf(sourceOf(labels), ["a", "b"]));
  expect(namesOf(heldOut)).toEqual([18, 19, 38, 39]);
  expect(heldOut!.labels).toEqual(Int32Array.of(0, 1, 0, 1));
  expect(await heldOut!.bytes(2)).toEqual(Uint8Array.of(38));
  expect(train.length).toBe(41);
  expect(division).toBe("every 10th image of each class held out as the test set");
});

test("each image is in one part, in order, with its label", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 80 }), (labels) => {
      const { train, test: heldOut } = divideImages(storedOf(sourceOf(labels), ["a", "b", "c"]));
      const parts = [train, ...(heldOut ? [heldOut] : [])];
      for (const part of parts) {
        const names = namesOf(part)!;
        expect(names).toEqual([...names].sort((a, b) => a - b));
        expect([...part.labels!]).toEqual(names.map((name) => labels[name]));
      }
      const all = parts.flatMap((part) => namesOf(part)!).sort((a, b) => a - b);
      expect(all).toEqual(labels.map((_, i) => i));
    }),
  );
});

test("a given test part is kept; without labels, and with one class, there is none", () => {
  const given = storedOf(sourceOf(Array(20).fill(0)), ["a", "b"], sourceOf([1]));
  expect(divideImages(given)).toEqual(given);
  expect(divideImages(storedOf(sourceOf(undefined, 30), []))).toMatchObject({
    test: undefined,
    division: "without labels",
  });
  const single = divideImages(storedOf(sourceOf(Array(30).fill(0)), ["a"]));
  expect([single.train.labels, single.train.length, single.test, single.classes]).toEqual([
    undefined,
    30,
    undefined,
    [],
  ]);
});

async function kept(list: string, stored: StoredImages) {
  const path = join(temporaryFolder(), "list.txt");
  writeFileSync(path, list);
  return { path, result: keepListedClasses(stored, path) };
}

const stored = () => storedOf(sourceOf([0, 1, 2, 3, 2, 0]), ["ant", "bee", "cat fish", "dog"], sourceOf([3, 2, 1]));

test.each(["dog\nant\n", "  dog  \r\n\r\nant", "ant\tits words\ndog further words\n"])(
  "a class list keeps its classes, in the order of the data, numbered anew (%j)",
  async (list) => {
    const { path, result } = await kept(list, stored());
    const { classes, train, test: tested, notes } = await result;
    expect(classes).toEqual(["ant", "dog"]);
    expect(namesOf(train)).toEqual([0, 3, 5]);
    expect(train.labels).toEqual(Int32Array.of(0, 1, 0));
    expect(namesOf(tested)).toEqual([0]);
    expect(tested!.labels).toEqual(Int32Array.of(1));
    expect(notes).toEqual([`2 of 4 classes, by ${path}`]);
  },
);

test("a class whose name has a space is named whole", async () => {
  expect((await (await kept("cat fish\n", stored())).result).classes).toEqual(["cat fish"]);
});

test.each([
  [
    "ant\nelk\nfox\n",
    "class-list-disagrees",
    "classes of the list that /made lacks: elk, fox; it has ant, bee, cat fish, …",
  ],
  ["\n  \n", "class-list-empty", "the class list is empty"],
])("the list %j is refused", async (list, code, message) => {
  const { path, result } = await kept(list, stored());
  await expect(result).rejects.toMatchObject({ name: "UsageError", code, message, where: `--data …?classes=${path}` });
});

test("a list that cannot be read, and one for images without classes, are refused", async () => {
  await expect(keepListedClasses(stored(), temporaryFolder())).rejects.toMatchObject({ code: "class-list-unreadable" });
  const { result } = await kept("ant", storedOf(sourceOf(undefined, 3), []));
  await expect(result).rejects.toThrow("/made lacks: ant; it has no classes");
});

test("images selected keep name, bytes and label; labels can be taken off", async () => {
  const selected = selectImages(sourceOf([5, 6, 7]), Uint32Array.of(2, 0, 2));
  expect([selected.length, selected.labels, namesOf(selected)]).toEqual([3, Int32Array.of(7, 5, 7), [2, 0, 2]]);
  expect(await selected.bytes(1)).toEqual(Uint8Array.of(0));
  const bare = relabelled(sourceOf([5, 6, 7]), undefined);
  expect([bare.length, bare.labels, namesOf(bare)]).toEqual([3, undefined, [0, 1, 2]]);
  expect(await bare.bytes(1)).toEqual(Uint8Array.of(1));
});
