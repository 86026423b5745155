// Oracle: lines by hand.
import { expect, test } from "vitest";
import { firstLine } from "../../src/data/first-line.ts";

test("of an error, the first line counts", () => {
  expect(firstLine(new Error("broken\nbroken\nbroken"))).toBe("broken");
  expect(firstLine("  said  ")).toBe("said");
});
