// Oracle: pairs of lock files whose differences are plain to see.
import { expect, test } from "vitest";

const { difference } = await import(new URL("../../scripts/setup/npm-packages.mjs", import.meta.url).href);

const wanted = {
  packages: {
    "": { name: "mochi-ssl" },
    "node_modules/zod": { version: "4.6.7" },
    "node_modules/@img/sharp-darwin-arm64": { version: "0.35.5", optional: true },
  },
};

test.each([
  ["nothing installed", undefined, "node_modules is missing or incomplete"],
  ["the same", { packages: { "node_modules/zod": { version: "4.6.7" } } }, undefined],
  ["another version", { packages: { "node_modules/zod": { version: "4.6.6" } } }, "zod is not at 4.6.7"],
  ["a package less", { packages: {} }, "zod is not at 4.6.7"],
])("%s", (_name, installed, expected) => {
  expect(difference(wanted, installed)).toBe(expected);
});

test("an optional package counts where it is installed", () => {
  const installed = {
    packages: { ...wanted.packages, "node_modules/@img/sharp-darwin-arm64": { version: "0.35.4", optional: true } },
  };
  expect(difference(wanted, installed)).toBe("@img/sharp-darwin-arm64 is not at 0.35.5");
});
