// Oracle: stages written out by hand.
import { expect, test } from "vitest";
import { stages } from "../../src/options/resolutions.ts";

const option = stages([], { flag: "--resolutions", help: "sizes" });
const accepts = (value: unknown) => option.schema.safeParse(value).success;

test("a text of stages is read and written back", () => {
  const parsed = [
    { size: 16, until: 0.577 },
    { size: 32, until: 1 },
  ];
  expect(option.parse("16:0.577,32:1")).toEqual(parsed);
  expect(option.format(parsed)).toBe("16:0.577,32:1");
  expect(option.parse("")).toEqual([]);
});

test("malformed stages are refused", () => {
  for (const text of ["16", "16:", "16:a", "16:0.5:1", "16:0", "16:1.1", "4:1", "16.5:1"]) {
    expect([text, accepts(option.parse(text))]).toEqual([text, false]);
  }
  expect(accepts(option.parse("16:0.5,32:1"))).toBe(true);
  expect(accepts("16:1")).toBe(false);
});
