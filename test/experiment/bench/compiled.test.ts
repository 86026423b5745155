// Oracle: files of the package that are there, and one that is not.
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { compiled, fromRoot } from "../../../src/experiment/bench/compiled.ts";

test("paths of the package lead to its files", () => {
  expect(existsSync(fromRoot("package.json"))).toBe(true);
});

test("a compiled file that is missing is an error with its remedy", () => {
  expect(() => compiled("no/such/file.js")).toThrow(
    expect.objectContaining({
      code: "bench-not-compiled",
      where: fromRoot("dist/no/such/file.js"),
      remedy: expect.stringContaining("npm run build"),
    }),
  );
});
