// Oracle: timm's ranges by hand, an image's own result in another batch, counts of independent draws.
import { expect, test } from "vitest";
import { operations, randAugment } from "../../src/augment/rand-augment.ts";
import { full, narrow, randomKey, uniform } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { idsTo } from "./pictures.ts";

const gray = (level: number) => full([1, 3, 4, 4], level / 255, { dtype: "float32" });
const levelAfter = (name: string, level: number, strength: number) =>
  Math.round(operations[name]!(gray(level), [strength], [1]).toNumbers()[0]! * 255);

test("fifteen operations with the published ranges", () => {
  expect(Object.keys(operations)).toHaveLength(15);
  expect(levelAfter("invert", 200, 1)).toBe(55);
  // Four bits stay at full strength, none at 0.
  expect(levelAfter("posterize", 0xff, 1)).toBe(0xf0);
  expect(levelAfter("posterize", 0xff, 0)).toBe(0);
  // The threshold is 256 at full strength, 128 at half.
  expect(levelAfter("solarize", 255, 1)).toBe(255);
  expect(levelAfter("solarize", 128, 0.5)).toBe(127);
  // 110 is added below 128.
  expect(levelAfter("solarizeAdd", 100, 1)).toBe(210);
  expect(levelAfter("solarizeAdd", 128, 1)).toBe(128);
  // 0.1 + 1.8 · strength.
  expect(levelAfter("brightness", 100, 1)).toBe(190);
  expect(levelAfter("brightness", 100, 0.5)).toBe(100);
});

const step = randAugment({ rounds: 2, magnitude: 10, deviation: 0.5 });
const images = (count: number) => uniform(randomKey(4), [count, 3, 16, 16]);

test("half of the operations are left out: about a quarter of the images keep all of their pixels", () => {
  const count = 800;
  const before = images(count);
  const after = step.apply(before, { ids: idsTo(count), key: randomKey(2), size: 16 });
  const [a, b] = [before.toTypedArray() as Float32Array, after.toTypedArray() as Float32Array];
  const unchanged = idsTo(count).filter((image) =>
    Buffer.from(a.slice(image * 768, (image + 1) * 768).buffer).equals(
      Buffer.from(b.slice(image * 768, (image + 1) * 768).buffer),
    ),
  );
  // Besides the quarter without an operation: solarisation at magnitude 10 is none, and 4 bits of noise are not.
  expect(unchanged.length / count).toBeGreaterThan(0.22);
  expect(unchanged.length / count).toBeLessThan(0.36);
  expect(b.every((value) => value >= 0 && value <= 1)).toBe(true);
});

test("an image's result follows its id, not its batch", () => {
  const many = images(40);
  const together = step.apply(many, { ids: idsTo(40), key: randomKey(2), size: 16 });
  for (const id of [3, 17, 38]) {
    const alone = step.apply(narrow(many, 0, id, 1), { ids: [id], key: randomKey(2), size: 16 });
    expectClose(narrow(together, 0, id, 1), alone, { atol: 1e-6 });
  }
});
