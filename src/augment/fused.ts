// A recipe as one call of the fused kernel: the steps' draws, written down as boxes and lists of operations.
import type { Tensor } from "../tensor/index.ts";
import type { Images } from "./images.ts";
import { addOperation, type KernelInput, type OperationList, runKernel } from "./kernel.ts";
import { chooseImages, type Recipe, type StepContext } from "./step.ts";

/** Whether the kernel knows every step: a crop first, then what it has operations for. */
export function isFusable({ steps: [first, ...others] }: Recipe): boolean {
  return first?.crop !== undefined && first.probability === 1 && others.every((step) => step.operations !== undefined);
}

/** What the kernel does with a batch. @throws TypeError unless the recipe {@link isFusable}. */
export function kernelInput(images: Images, recipe: Recipe, context: StepContext): KernelInput {
  const [first, ...others] = recipe.steps;
  const { boxes, sees } = first!.crop!(chooseImages(first!, context).context, images.heights, images.widths);
  const operations = Array.from(context.ids, (): OperationList => []);
  for (const step of others) {
    const { rows, context: chosen } = chooseImages(step, context);
    step.operations!(chosen, (image, operation, value) =>
      addOperation(operations[rows ? rows[image]! : image]!, operation, value),
    );
  }
  return {
    pixels: images.pixels,
    geometry: images.geometry,
    boxes: context.boxes ?? boxes,
    sees,
    operations,
    size: context.size,
    statistics: recipe.statistics,
  };
}

/**
 * One view of every image by the kernel.
 * @returns float32 `[B, 3, size, size]`, channels_last, normalised
 */
export function viewsByKernel(images: Images, recipe: Recipe, context: StepContext, instructionSet?: string): Tensor {
  return runKernel(kernelInput(images, recipe, context), instructionSet);
}
