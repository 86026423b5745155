// Oracle: pictures whose views are worked by hand, and the operator's own messages.
import { expect, test } from "vitest";
import {
  addOperation,
  instructionSets,
  type KernelInput,
  type OperationList,
  runKernel,
} from "../../src/augment/kernel.ts";
import { call, fromTypedArray } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

// Two rows of two pixels.
const picture = [
  [255, 0, 0, 0, 255, 0],
  [0, 0, 255, 51, 102, 204],
].flat();
const whole = { rows: { start: 0, length: 2 }, columns: { start: 0, length: 2 } };

function input(operations: OperationList = [], more: Partial<KernelInput> = {}): KernelInput {
  return {
    pixels: fromTypedArray(Uint8Array.from(picture), [1, 2, 2, 3]),
    geometry: BigInt64Array.of(0n, 2n, 2n),
    boxes: [whole],
    sees: "box",
    operations: [operations],
    size: 2,
    statistics: { mean: [0, 0, 0], std: [1, 1, 1] },
    ...more,
  };
}
const list = (...operations: Parameters<typeof addOperation> extends [unknown, ...infer Rest] ? Rest[] : never) => {
  const made: OperationList = [];
  for (const operation of operations) addOperation(made, ...operation);
  return made;
};

test.each(instructionSets())("%s: pixels in planes, normalised by channel", (instructionSet) => {
  const statistics = { mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] } as const;
  const views = runKernel(input([], { statistics }), instructionSet);
  expect(views.shape).toEqual([1, 3, 2, 2]);
  expect(call("aten::stride.int", views, 1)).toBe(1);
  // biome-ignore format: a plane a row
  expectClose(views.toNumbers(), [
    1, -1, -1, -0.6,
    -1, 3, -1, 0.6,
    0, 0, 0.5, 0.4,
  ], { atol: 1e-6 });
});

test.each(instructionSets())("%s: operations are applied in the order of their list", (instructionSet) => {
  const red = (...operations: Parameters<typeof list>) =>
    runKernel(input(list(...operations)), instructionSet)
      .toNumbers()
      .slice(0, 4);
  expectClose(red(["brightness", 0.5], ["grayscale"]), [0.14945, 0.2935, 0.057, 0.19289], { atol: 1e-5 });
  // 2 · (1, 0, 0, 0.2) is clamped at 1 before it is halved, not after.
  expectClose(red(["brightness", 2], ["brightness", 0.5]), [0.5, 0, 0, 0.2], { atol: 1e-6 });
  expectClose(red(["brightness", 0.5], ["brightness", 2]), [1, 0, 0, 0.2], { atol: 1e-6 });
  expectClose(red(["flip"]), [0, 1, 0.2, 0], { atol: 1e-6 });
  expectClose(red(["flip"], ["brightness", 1], ["flip"]), [1, 0, 0, 0.2], { atol: 1e-6 });
  // The mean luma of 0.2989, 0.587, 0.114 and 0.38578.
  expectClose(red(["contrast", 0]), Array(4).fill(0.34642), { atol: 1e-5 });
  expectClose(red(["hue", 1 / 3]), [0, 0, 1, 0.8], { atol: 1e-5 });
});

test("one image may be cropped more than once", () => {
  const corner = { rows: { start: 1, length: 1 }, columns: { start: 1, length: 1 } };
  const geometry = BigInt64Array.of(0n, 2n, 2n, 0n, 2n, 2n);
  const views = runKernel(input([], { geometry, boxes: [whole, corner], operations: [[], []] })).toNumbers();
  expectClose(
    views.slice(12),
    [0.2, 0.4, 0.8].flatMap((value) => Array(4).fill(value)),
    { atol: 1e-6 },
  );
});

test("what does not fit is refused before anything is read", () => {
  const wrong = (more: Partial<KernelInput>) => () => runKernel(input([], more));
  const box = (start: number, length: number) => [{ ...whole, rows: { start, length } }];
  expect(wrong({ boxes: box(1, 1.5) })).toThrow("box 0 covers 1 to 2.5 of 2 pixels");
  expect(wrong({ boxes: box(-1, 2) })).toThrow("box 0 covers -1 to 1 of 2 pixels");
  expect(wrong({ boxes: box(0, 0) })).toThrow("box 0 covers 0 to 0");
  expect(wrong({ boxes: box(Number.NaN, 1) })).toThrow("box 0 covers nan");
  expect(wrong({ geometry: BigInt64Array.of(3n, 2n, 2n) })).toThrow("is not within 12 bytes");
  expect(wrong({ geometry: BigInt64Array.of(0n, 2n ** 62n, 2n) })).toThrow("is not within 12 bytes");
  expect(wrong({ operations: [[99, 1]] })).toThrow("there is no operation 99");
  expect(wrong({ operations: [[1.5, 1]] })).toThrow("there is no operation 1.5");
  expect(wrong({ operations: [list(["blur", 0])] })).toThrow("operation 6 with 0");
  expect(wrong({ operations: [list(["hue", Number.NaN])] })).toThrow("operation 4 with nan");
  expect(wrong({ size: 0 })).toThrow("size is 0");
  expect(() => runKernel(input(), "mmx")).toThrow('instruction set "mmx" is not one of this CPU\'s');
});

test("every CPU has the baseline", () => {
  expect(instructionSets().at(-1)).toBe("baseline");
});
