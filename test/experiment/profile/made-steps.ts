// Two made steps whose times are round numbers.
import type { Span } from "../../../src/tensor/index.ts";
import type { ProfiledStep } from "../../../src/train/profile.ts";

const span = (kind: Span["kind"], name: string, start: number, end: number): Span => ({ kind, name, start, end });

/** 100 and 200 ms long; in the second everything lasts twice as long. */
export function madeSteps(): ProfiledStep[] {
  const step = (scale: number) => ({
    spans: [
      span("phase", "step", 0, 100 * scale),
      span("phase", "encoder forward", 10 * scale, 40 * scale),
      span("operator", "aten::conv2d", 10 * scale, 30 * scale),
      span("operator", "aten::convolution", 12 * scale, 30 * scale),
      span("operator", "aten::relu", 30 * scale, 35 * scale),
      span("phase", "backward", 40 * scale, 90 * scale),
      span("backward", "ReluBackward0", 45 * scale, 55 * scale),
      span("operator", "aten::mul", 50 * scale, 55 * scale),
      span("operator", "aten::item", 95 * scale, 100 * scale),
    ],
  });
  return [step(1), step(2)];
}
