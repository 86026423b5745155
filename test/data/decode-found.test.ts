// Oracle: the outcomes of images decoded one by one.
import { expect, test } from "vitest";
import { decodeFound } from "../../src/data/decode-found.ts";
import { DecodePool } from "../../src/data/decode-pool.ts";
import { madeJpeg } from "./made-jpeg.ts";

test("what cannot be found has a reason in its place, and the wish is of those that were", async () => {
  const pool = new DecodePool(1);
  const files = await Promise.all([1, 2, 3].map((seed) => madeJpeg({ width: 20, height: 20, seed })));
  const locate = (index: number) => {
    if (index === 7) throw new Error("gone\nfor good");
    return index === 8 ? Promise.reject(new Error("unreachable")) : files[index]!;
  };
  const asked: (readonly number[])[] = [];
  const outcomes = await decodeFound(pool, [2, 7, 0, 8], locate, (found) => {
    asked.push(found);
    return { kind: "square", size: 8 };
  });
  const [first, second] = await pool.decode([files[2]!, files[0]!], { kind: "square", size: 8 });
  await pool.close();
  expect(asked).toEqual([[0, 2]]);
  const pixels = outcomes.map((outcome) => ("reason" in outcome ? outcome.reason : outcome.pixels));
  const expected = [first, second].map((image) => "pixels" in image! && image.pixels);
  expect(pixels).toEqual([expected[0], "gone", expected[1], "unreachable"]);
});
