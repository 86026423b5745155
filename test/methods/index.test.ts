// Oracle: the files of the methods, and the message of an unknown one, written out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { methodByName, methods } from "../../src/methods/index.ts";
import { filesIn, root } from "../tree.ts";

const names = methods.map(({ name }) => name);

test("every method is found by its name, which is unique", () => {
  for (const method of methods) expect(methodByName(method.name)).toBe(method);
  expect(new Set(names).size).toBe(names.length);
});

test("every file that defines a method has its line in the list", () => {
  const defined = filesIn("src/methods", [".ts"]).flatMap(({ path, text }) => {
    const found = /defineMethod[<(][\s\S]*?^ {2}name: "([a-z0-9-]+)"/m.exec(text)?.[1];
    return found && path !== "src/methods/method.ts" ? [found] : [];
  });
  expect(defined.length).toBeGreaterThan(4);
  expect(defined.toSorted()).toEqual(names.toSorted());
});

test("every method says what it is and where it comes from, and every option its flag and help", () => {
  for (const { summary, source, options } of methods) {
    expect(summary.length).toBeGreaterThan(20);
    expect(source).toMatch(/\d{4}.*arXiv \d{4}\.\d{5}/);
    for (const { flag, help } of Object.values(options)) {
      expect(flag).toMatch(/^--[a-z-]+$/);
      expect(help.length).toBeGreaterThan(10);
    }
  }
});

test.each([
  ["mochy", 'unknown method "mochy"; did you mean "mochi"?'],
  ["moco-v22", 'unknown method "moco-v22"; did you mean "moco-v2"?'],
  ["transformer", 'unknown method "transformer"'],
])("an unknown method %s is refused, the nearest named", (name, message) => {
  expect(() => methodByName(name)).toThrow(UsageError);
  expect(() => methodByName(name)).toThrow(
    expect.objectContaining({
      code: "unknown-method",
      where: "--method",
      message,
      remedy: `methods: ${names.toSorted().join(", ")}`,
    }),
  );
});

test("the guide shows the real method and its real preset", () => {
  const guide = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, code]) => code!);
  const sources = ["src/methods/simclr.ts", "src/presets/simclr.ts"].map((path) =>
    readFileSync(join(root, path), "utf8"),
  );
  expect(blocks).toHaveLength(2);
  for (const [index, block] of blocks.entries()) expect(sources[index]).toContain(block);
});
