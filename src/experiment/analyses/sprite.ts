// Many small pictures in one PNG, cell beside cell: analyses/<name>.png.
import { mkdirSync } from "node:fs";
import sharp from "sharp";
import type { Dataset } from "../../data/dataset.ts";
import { writeWhole } from "../../run/atomic-file.ts";
import type { RunFolder } from "../../run/run-folder.ts";
import { thumbnails } from "../pictures.ts";

export interface Sprite {
  columns: number;
  /** Side of a cell, pixels. */
  cell: number;
}

const columns = 40;
const imagesAtOnce = 256;

/** The images `ids` in their order, row by row. */
export async function writeSprite(
  folder: RunFolder,
  name: string,
  data: Dataset,
  ids: readonly number[],
  cell: number,
): Promise<Sprite> {
  const width = Math.min(columns, ids.length);
  const row = width * cell * 3;
  const pixels = new Uint8Array(Math.ceil(ids.length / width) * cell * row);
  for (let start = 0; start < ids.length; start += imagesAtOnce) {
    const cells = await thumbnails(data, ids.slice(start, start + imagesAtOnce), cell);
    for (const [index, image] of cells.entries()) {
      const [top, left] = [Math.floor((start + index) / width) * cell, ((start + index) % width) * cell];
      for (let y = 0; y < cell; y++)
        pixels.set(image.subarray(y * cell * 3, (y + 1) * cell * 3), (top + y) * row + left * 3);
    }
  }
  const raw = { width: width * cell, height: pixels.length / row, channels: 3 as const };
  // 256 colours: a page holds the whole of it, and a thumbnail needs no more. More effort takes six times as long and saves little.
  const png = await sharp(pixels, { raw }).png({ palette: true, effort: 4 }).toBuffer();
  mkdirSync(folder.analysis("."), { recursive: true });
  writeWhole(folder.analysis(`${name}.png`), [png]);
  return { columns: width, cell };
}
