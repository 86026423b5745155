// Oracle: torchvision 0.14's adjust_hue on float tensors.
import { expect, test } from "vitest";
import { shiftHue } from "../../src/augment/hue.ts";
import { amax, amin, randomKey, tensor, uniform } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { colorImages } from "./pictures.ts";

// biome-ignore format: red, green and blue of eight colours
const byTurns: Record<string, number[]> = {
  0.1: [
    1, 0.09804, 0.4549, 0.04706, 0.25098, 0, 0.78431, 1, 0.6, 0, 0.98039, 0.77333, 0.25098, 0, 0.07843, 1,
    0, 1, 0.03922, 0.78431, 0.25098, 0, 0.43922, 1,
  ],
  "-0.3": [
    0.2, 0.30196, 0.98039, 0.78431, 0.25098, 0, 0.07843, 1, 0, 1, 0.03922, 0.50039, 0.25098, 0, 0.72157, 1,
    1, 0, 0.83137, 0.04706, 0.25098, 0, 0.78431, 1,
  ],
  0.5: [
    0, 1, 0.03922, 0.78431, 0.25098, 0, 0.15686, 1, 1, 0.49804, 0.07843, 0.04706, 0.25098, 0, 0.78431, 1,
    1, 0, 0.98039, 0.47843, 0.25098, 0, 0.07843, 1,
  ],
};

test.each(Object.entries(byTurns))("a shift by %s turns is torchvision's", (turns, expected) => {
  expectClose(shiftHue(colorImages(1), [Number(turns)]).toNumbers(), expected, { atol: 1e-5 });
});

test("each image is shifted by its own turns; −0.5 is 0.5", () => {
  const expected = [...byTurns["0.5"]!, ...byTurns["0.1"]!, ...byTurns["0.5"]!];
  expectClose(shiftHue(colorImages(3), [-0.5, 0.1, 0.5]).toNumbers(), expected, { atol: 1e-5 });
});

test("a shift by 0 leaves colours as they are, pure, grey and mixed", () => {
  expectClose(shiftHue(colorImages(1), [0]), colorImages(1), { atol: 1e-6 });
  const random = uniform(randomKey(1), [4, 3, 8, 8]);
  expectClose(shiftHue(random, [0, 0, 0, 0]), random, { atol: 1e-6 });
});

test("thirds of a turn exchange the channels", () => {
  const pixel = tensor([0.9, 0.2, 0.4], [1, 3, 1, 1]);
  expectClose(shiftHue(pixel, [1 / 3]).toNumbers(), [0.4, 0.9, 0.2], { atol: 1e-6 });
  expectClose(shiftHue(pixel, [-1 / 3]).toNumbers(), [0.2, 0.4, 0.9], { atol: 1e-6 });
});

test("value and the least channel stay, there and back is where one was", () => {
  const images = uniform(randomKey(2), [6, 3, 8, 8]);
  const turns = [-0.45, -0.2, -0.01, 0.07, 0.25, 0.49];
  const shifted = shiftHue(images, turns);
  expectClose(amax(shifted, [1]), amax(images, [1]), { atol: 1e-6 });
  expectClose(amin(shifted, [1]), amin(images, [1]), { atol: 1e-6 });
  expectClose(
    shiftHue(
      shifted,
      turns.map((turn) => -turn),
    ),
    images,
    { atol: 1e-5 },
  );
  expect(shifted.toNumbers()).not.toEqual(images.toNumbers());
});
