// Views made by tensor operations: the reference of the fused kernel, and what runs where the kernel cannot.
import { copy_, empty, narrow, reshape, scope, type Tensor } from "../tensor/index.ts";
import type { Images } from "./images.ts";
import { normalize } from "./normalize.ts";
import { applyStep, type Recipe, type StepContext } from "./step.ts";
import { toFloat } from "./to-float.ts";

// Pixels worked on at a time, 64 images of 32 px: keeps memory small for large images and costs nothing for small ones
// (256 images, moco-v2-small, one thread: 11.7 ms; 13.2 ms in halves of that, 11.6 ms all at once).
const pixelsAtOnce = 64 * 32 * 32;

/**
 * One view of every image, step by step on whole batches; images of different sizes one by one.
 * @returns float32 `[B, 3, size, size]`, channels_last, normalised
 */
export function viewsByTensors(images: Images, recipe: Recipe, context: StepContext): Tensor {
  const { size, ids } = context;
  const count = ids.length;
  return scope(() => {
    const options = { dtype: "float32", memoryFormat: "channels_last", device: images.pixels.device } as const;
    const views = empty([count, 3, size, size], options);
    const atOnce = images.isUniform
      ? Math.max(1, Math.floor(pixelsAtOnce / Math.max(images.heights[0]! * images.widths[0]!, size * size)))
      : 1;
    for (let start = 0; start < count; start += atOnce) {
      const length = Math.min(atOnce, count - start);
      const some = {
        ...context,
        ids: Array.from({ length }, (_, row) => ids[start + row]!),
        boxes: context.boxes?.slice(start, start + length),
      };
      scope(() => {
        let view = toFloat(pixelsOf(images, start, length)); // [b, 3, H, W]
        for (const step of recipe.steps) view = applyStep(step, view, some);
        copy_(narrow(views, 0, start, length), normalize(view, recipe.statistics));
      });
    }
    return views;
  });
}

/** `length` images of one size, `[length, H, W, 3]`. */
function pixelsOf({ pixels, geometry, heights, widths }: Images, start: number, length: number): Tensor {
  const [height, width] = [heights[start]!, widths[start]!];
  const bytes = narrow(reshape(pixels, [-1]), 0, Number(geometry[3 * start]!), length * height * width * 3);
  return reshape(bytes, [length, height, width, 3]);
}
