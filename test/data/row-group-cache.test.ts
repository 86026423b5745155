// Oracle: the readings that a file of counters saw.

import { expect, test } from "vitest";
import type { ParquetFile, RowGroup } from "../../src/data/parquet-file.ts";
import { RowGroupCache } from "../../src/data/row-group-cache.ts";

function groupsOf(...sizes: number[]) {
  const read: number[] = [];
  let underWay = 0;
  let most = 0;
  const file = {
    async images({ first }: RowGroup) {
      read.push(first);
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      if (first === 99) throw new Error("broken");
      return [Uint8Array.of(first)];
    },
  } as unknown as ParquetFile;
  const groups = sizes.map((bytes, first) => ({ file, first, rows: 1, bytes }));
  return { groups, read, file, most: () => most };
}

test("what was used last is kept up to the limit", async () => {
  const { groups, read } = groupsOf(40, 40, 40);
  const cache = new RowGroupCache(100);
  for (const i of [0, 1, 0, 2, 0, 1]) expect(await cache.images(groups[i]!)).toEqual([Uint8Array.of(i)]);
  // 1 had to go for 2, as 0 was used after it.
  expect(read).toEqual([0, 1, 2, 1]);
});

test("groups are read once for many askers, one at a time, and one above the limit is read too", async () => {
  const { groups, read, most } = groupsOf(10, 500, 10);
  const cache = new RowGroupCache(100);
  const asked = [0, 1, 0, 2, 1, 1].map((i) => cache.images(groups[i]!));
  expect(await Promise.all(asked)).toEqual([0, 1, 0, 2, 1, 1].map((i) => [Uint8Array.of(i)]));
  expect(read).toEqual([0, 1, 2]);
  expect(most()).toBe(1);
});

test("one that cannot be read fails for its askers alone, and is tried again", async () => {
  const { groups, read, file } = groupsOf(10);
  const broken = { file, first: 99, rows: 1, bytes: 10 };
  const cache = new RowGroupCache(100);
  const [first, second] = await Promise.allSettled([cache.images(broken), cache.images(groups[0]!)]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  await expect(cache.images(broken)).rejects.toThrow("broken");
  expect(read).toEqual([99, 0, 99]);
});
