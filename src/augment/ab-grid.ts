// The classes of colours that colourisation tells apart: cells of a grid on the ab plane that sRGB reaches.
// Zhang et al., ECCV 2016, arXiv 1603.08511, §2.1.
import { fromTypedArray, scope } from "../tensor/index.ts";
import { rgbToLab } from "./lab.ts";

// Levels of each channel that are tried: steps of 5 of 255. Finer ones find no further cell at a pitch of 10.
const levels = 52;

/**
 * Middles of the cells that hold a colour of sRGB, row by row of a.
 * @param pitch side of a cell; 10 in the paper
 * @returns `[Q][2]`, a and b
 */
export function abGrid(pitch: number): [a: number, b: number][] {
  const count = levels ** 3;
  const colours = Float32Array.from({ length: 3 * count }, (_, at) => {
    const place = at % count;
    return (Math.floor(place / levels ** Math.floor(at / count)) % levels) / (levels - 1);
  });
  const lab = scope(() => rgbToLab(fromTypedArray(colours, [1, 3, levels, levels ** 2])).toNumbers());
  const cells = new Map<string, [number, number]>();
  for (let colour = 0; colour < count; colour++) {
    const [a, b] = [1, 2].map((axis) => Math.round(lab[axis * count + colour]! / pitch) * pitch || 0) as [
      number,
      number,
    ];
    cells.set(`${a},${b}`, [a, b]);
  }
  return [...cells.values()].sort(([a, b], [c, d]) => a - c || b - d);
}
