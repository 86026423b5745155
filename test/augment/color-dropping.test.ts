// Oracle: the paper's words: one channel stays, the others are noise a hundredth as strong as its spread.
import { expect, test } from "vitest";
import { colorDropping } from "../../src/augment/color-dropping.ts";
import { randomKey, uniform } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const count = 60;
const images = uniform(randomKey(8), [count, 3, 16, 16]);
const dropped = colorDropping({ probability: 1 });

const statistics = (values: number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
};

test("keeps one channel of each image; the other two hold nothing but noise about its mean", () => {
  const before = images.toNumbers();
  const after = dropped.apply(images, { ids: idsTo(count), key: randomKey(1), size: 16 }).toNumbers();
  const plane = (values: number[], image: number, channel: number) =>
    values.slice((3 * image + channel) * 256, (3 * image + channel + 1) * 256);
  const kept = idsTo(count).map((image) => {
    const same = [0, 1, 2].filter((c) => String(plane(before, image, c)) === String(plane(after, image, c)));
    expect(same).toHaveLength(1);
    const { mean, deviation } = statistics(plane(before, image, same[0]!));
    for (const channel of [0, 1, 2].filter((c) => c !== same[0])) {
      const noise = statistics(plane(after, image, channel));
      expect(noise.mean).toBeCloseTo(mean, 2);
      expect(noise.deviation / deviation).toBeGreaterThan(0.0075);
      expect(noise.deviation / deviation).toBeLessThan(0.0125);
    }
    return same[0];
  });
  for (const channel of [0, 1, 2]) expect(kept.filter((c) => c === channel).length).toBeGreaterThan(8);
});
