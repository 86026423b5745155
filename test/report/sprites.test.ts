// Oracle: cells of a sprite of 3 × 2, counted by hand.
import sharp from "sharp";
import { expect, test } from "vitest";
import { Sprites, spriteCell } from "../../src/report/sprites.ts";

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#abc" } })
    .png()
    .toBuffer();

test("the same picture is embedded once, however often it is added", async () => {
  const sprites = new Sprites();
  const png = await picture(24, 16);
  const sprite = sprites.add(png, { columns: 3, cell: 8 });
  expect(sprite).toEqual({ name: "sprite-0", columns: 3, rows: 2 });
  expect(sprites.add(new Uint8Array(png), { columns: 3, cell: 8 })).toEqual(sprite);
  expect(sprites.add(await picture(8, 8), { columns: 1, cell: 8 })).toEqual({ name: "sprite-1", columns: 1, rows: 1 });
  expect(sprites.style.match(/data:image\/png/g)).toHaveLength(2);
  expect(sprites.style).toContain(
    `.sprite-0{--columns:3;--rows:2;background-image:url(data:image/png;base64,${png.toString("base64")})}`,
  );
});

test("a picture that is missing or does not consist of such cells is none", async () => {
  const sprites = new Sprites();
  expect(sprites.add(undefined, { columns: 3, cell: 8 })).toBeUndefined();
  expect(sprites.add(await picture(24, 16), { columns: 2, cell: 8 })).toBeUndefined();
  expect(sprites.add(await picture(24, 17), { columns: 3, cell: 8 })).toBeUndefined();
  expect(sprites.style).toBe("");
});

test("a cell stands in its row and column; there is none past the last", () => {
  const sprite = { name: "sprite-0", columns: 3, rows: 2 };
  expect(spriteCell(sprite, 4, `a "cat"`)?.text).toBe(
    `<span class="cell sprite-0" role="img" aria-label="a &#34;cat&#34;" style="--column:1;--row:1"></span>`,
  );
  expect(spriteCell(sprite, 6, "")).toBeUndefined();
  expect(spriteCell(sprite, -1, "")).toBeUndefined();
});
