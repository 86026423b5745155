// Oracle: WCAG 2 contrast ratios, 4.5 for text and 3 for the lines of charts.
import { expect, test } from "vitest";
import { STYLE } from "../../src/report/style.ts";

/** The custom properties of the light scheme, and of the dark one. */
const [light, dark] = [...STYLE.matchAll(/:root \{([^}]*--page[^}]*--ink[^}]*)\}/g)].map(([, body]) =>
  Object.fromEntries([...body!.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, colour]) => [name!, colour!])),
);

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255);
  const [r, g, b] = channels.map((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

test.each([
  ["light", light],
  ["dark", dark],
])("the %s scheme can be read", (_, colours) => {
  const pairs: [string, string, number][] = [
    ...["ink", "muted"].flatMap((ink) => ["page", "surface"].map((on): [string, string, number] => [ink, on, 4.5])),
    ["accent", "accent-soft", 4.5],
    ["warm", "warm-soft", 4.5],
    ["ink", "code", 4.5],
    ["bad", "surface", 3],
    ...[1, 2, 3, 4, 5, 6].map((i): [string, string, number] => [`series-${i}`, "surface", 3]),
  ];
  const weak = pairs
    .map(([a, b, least]) => ({ pair: `${a} on ${b}`, ratio: contrast(colours![a]!, colours![b]!), least }))
    .filter(({ ratio, least }) => !(ratio >= least));
  expect(weak).toEqual([]);
});
