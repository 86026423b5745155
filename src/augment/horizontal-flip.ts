// Horizontal flip: left and right exchanged.
import { flip } from "../tensor/index.ts";
import type { Step } from "./step.ts";

export function horizontalFlip({ probability }: { probability: number }): Step {
  return {
    name: "horizontal-flip",
    probability,
    apply: (images) => flip(images, [3]),
    operations: ({ ids }, add) => {
      for (let image = 0; image < ids.length; image++) add(image, "flip");
    },
  };
}
