// Oracle: WCAG 2 contrast of at least 2.5 with the light surface and with the dark one, and no colour twice.
import { expect, test } from "vitest";
import { classColours } from "../../src/report/class-colours.ts";

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255);
  const [r, g, b] = channels.map((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

test("ten classes are seen on both surfaces", () => {
  const [white, dark] = [luminance("#ffffff"), luminance("#1b1e22")];
  for (const colour of classColours(10)) {
    expect((white + 0.05) / (luminance(colour) + 0.05), colour).toBeGreaterThan(2.5);
    expect((luminance(colour) + 0.05) / (dark + 0.05), colour).toBeGreaterThan(2.5);
  }
});

test.each([0, 3, 10, 11, 100])("%i classes have as many colours", (count) => {
  const colours = classColours(count);
  expect(new Set(colours).size).toBe(count);
  for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
});

test("hue, saturation and lightness become red, green and blue", () => {
  // Hue 0, saturation 0.55, lightness 0.42: 0.42 ± 0.55 · 0.42 = 0.651 and 0.189.
  expect(classColours(11)[0]).toBe("#a63030");
});
