// Oracle: what follows from what, written out by hand.
import { expect, test } from "vitest";
import type { Source } from "../../src/options/index.ts";
import { quickstart } from "../../src/presets/quickstart.ts";
import { settle } from "../../src/presets/settle.ts";

function settled(given: Record<string, unknown>) {
  const fromPreset = Object.fromEntries(Object.keys(quickstart()).map((key): [string, Source] => [key, "preset"]));
  const fromFlags = Object.fromEntries(Object.keys(given).map((key): [string, Source] => [key, "flag"]));
  return settle({ ...quickstart(), ...given }, { ...fromPreset, ...fromFlags });
}

test("nothing given, nothing derived", () => {
  expect(settled({})).toMatchObject({ values: quickstart(), notes: [] });
});

test("given epochs or resolutions take the place of the preset's minutes", () => {
  expect(settled({ epochs: 3 })).toMatchObject({
    values: { minutes: 0, epochs: 3 },
    sources: { minutes: "derived" },
    notes: ["minutes 10 of the preset give way to the given epochs"],
  });
  expect(settled({ resolutions: [] }).values.minutes).toBe(0);
});

test("few minutes narrow the net, unless its width is given", () => {
  expect(settled({ minutes: 2 })).toMatchObject({ values: { width: 16 }, sources: { width: "derived" } });
  expect(settled({ minutes: 2, width: 48 })).toMatchObject({ values: { width: 48 }, notes: [] });
});

test("the preset's sizes follow another image size; given ones stay", () => {
  expect(settled({ imageSize: 64 }).values.resolutions).toEqual([
    { size: 32, until: 0.5087 },
    { size: 48, until: 0.8802 },
    { size: 64, until: 1 },
  ]);
  const resolutions = [{ size: 32, until: 1 }];
  expect(settled({ imageSize: 64, resolutions }).values.resolutions).toBe(resolutions);
});
