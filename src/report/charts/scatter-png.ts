// Draws many points as a PNG without a background, for a chart whose axes stay vectors.
import sharp from "sharp";

export interface RasterPoint {
  /** Pixels of the picture. */
  x: number;
  y: number;
  /** `#rrggbb` */
  colour: string;
}

/** Discs with soft edges, later ones above earlier ones; as a data URL. */
export async function scatterPng(
  points: readonly RasterPoint[],
  { width, height, radius }: { width: number; height: number; radius: number },
): Promise<string> {
  const pixels = Buffer.alloc(width * height * 4);
  for (const point of points) drawDisc(pixels, width, height, radius, point);
  const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

function drawDisc(pixels: Buffer, width: number, height: number, radius: number, { x, y, colour }: RasterPoint): void {
  const channels = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  const [left, right] = [Math.max(0, Math.floor(x - radius - 1)), Math.min(width - 1, Math.ceil(x + radius + 1))];
  const [top, bottom] = [Math.max(0, Math.floor(y - radius - 1)), Math.min(height - 1, Math.ceil(y + radius + 1))];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      // Coverage falls from 1 to 0 over one pixel at the edge.
      const coverage = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(column - x, row - y))) * OPACITY;
      if (coverage > 0) blend(pixels, 4 * (row * width + column), channels, coverage);
    }
  }
}

// Denser places look denser.
const OPACITY = 0.7;

// Porter and Duff's "over", with colours that are not multiplied by alpha.
function blend(pixels: Buffer, at: number, channels: readonly number[], coverage: number): void {
  const below = pixels[at + 3]! / 255;
  const alpha = coverage + below * (1 - coverage);
  for (const [i, channel] of channels.entries())
    pixels[at + i] = Math.round((channel * coverage + pixels[at + i]! * below * (1 - coverage)) / alpha);
  pixels[at + 3] = Math.round(255 * alpha);
}
