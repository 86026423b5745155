// Oracle: a picture of known size.
import sharp from "sharp";
import { expect, test } from "vitest";
import { pngSize } from "../../src/report/png-size.ts";

test("the size stands in the header", async () => {
  const create = { width: 300, height: 7, channels: 3 as const, background: "#fff" };
  expect(pngSize(await sharp({ create }).png().toBuffer())).toEqual({ width: 300, height: 7 });
  expect(pngSize(new Uint8Array(10))).toBeUndefined();
});
