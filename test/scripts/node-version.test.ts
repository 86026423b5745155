// Oracle: versions on both sides of 20.19.
import { expect, test } from "vitest";

const { isNewEnough, requireNode } = await import(
  new URL("../../scripts/setup/node-version.mjs", import.meta.url).href
);

test.each([
  ["18.20.4", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["22.0.0", true],
])("%s: %s", (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

test("an old one is refused with the remedy", () => {
  expect(() => requireNode("18.20.4")).toThrow("Node 18.20.4 is too old: 20.19 or newer is needed");
});
