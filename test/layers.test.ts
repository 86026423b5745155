// Oracle: the order of the layers, written down here, against every import in src.
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { filesIn } from "./tree.ts";

/** From bottom to top; those in one row may use one another in one direction. */
const order = [
  ["errors"],
  ["options"],
  ["tensor"],
  ["functional"],
  ["nn"],
  ["run", "augment", "data"],
  ["methods"],
  ["train"],
  ["analyze", "evaluate"],
  ["presets"],
  ["experiment", "report"],
  ["cli"],
  // The public faces export from everywhere.
  ["index", "config"],
];

interface Import {
  from: string;
  to: string;
}

const layerOf = (path: string) => path.split("/")[1]!.replace(/\.ts$/, "");
const rankOf = (path: string) => order.findIndex((row) => row.includes(layerOf(path)));

/** Every relative import and re-export, static or dynamic, of types too. */
function importsOf({ path, text }: { path: string; text: string }): Import[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...found].map((match) => ({ from: path, to: posix.join(posix.dirname(path), match[1]!) }));
}

const upward = (imports: readonly Import[]) => imports.filter(({ from, to }) => rankOf(to) > rankOf(from));

/** A way round through the layers, or undefined where there is none. */
function cycleIn(imports: readonly Import[]): string[] | undefined {
  const below = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [upper, lower] = [layerOf(from), layerOf(to)];
    if (upper !== lower) below.set(upper, (below.get(upper) ?? new Set()).add(lower));
  }
  const visit = (layer: string, way: string[]): string[] | undefined => {
    if (way.includes(layer)) return [...way.slice(way.indexOf(layer)), layer];
    for (const next of below.get(layer) ?? []) {
      const cycle = visit(next, [...way, layer]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const layer of below.keys()) {
    const cycle = visit(layer, []);
    if (cycle) return cycle;
  }
  return undefined;
}

const files = filesIn("src", [".ts"]);
const imports = files.flatMap(importsOf);

describe("src", () => {
  test("consists of known layers", () => {
    const layers = new Set(files.map(({ path }) => layerOf(path)));
    expect([...layers].filter((layer) => !order.flat().includes(layer))).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  test("imports point to files that are there", () => {
    const paths = new Set(files.map(({ path }) => path));
    expect(imports.filter(({ to }) => !paths.has(to))).toEqual([]);
  });

  test("imports point down", () => {
    expect(upward(imports)).toEqual([]);
  });

  test("layers do not use one another in a circle", () => {
    expect(cycleIn(imports)).toBeUndefined();
  });

  test("the native addon is loaded in one place", () => {
    const loaders = files
      .filter(({ text }) => /\.node\b/.test(text) && /createRequire/.test(text))
      .map(({ path }) => path);
    expect(loaders).toEqual(["src/tensor/native.ts"]);
  });
});

describe("this test", () => {
  const importing = (path: string, text: string) => importsOf({ path, text });

  test("notices an upward import, whatever its form", () => {
    const forms = [
      'import { train } from "../train/loop.ts";',
      'export * from "../train/loop.ts";',
      'await import("../train/loop.ts")',
    ];
    for (const text of forms)
      expect(upward(importing("src/nn/a.ts", text))).toEqual([{ from: "src/nn/a.ts", to: "src/train/loop.ts" }]);
    expect(upward(importing("src/train/a.ts", 'import type { Module } from "../nn/module.ts";'))).toEqual([]);
    expect(upward(importing("src/errors.ts", 'import { x } from "./options/ui.ts";'))).toHaveLength(1);
  });

  test("notices a circle between layers of one row, and none within a layer", () => {
    const one = importing("src/run/a.ts", 'import "../data/b.ts";');
    const back = importing("src/data/c.ts", 'import "../run/d.ts";');
    const within = importing("src/run/a.ts", 'import "./b.ts";');
    expect(cycleIn([...one, ...within])).toBeUndefined();
    expect(cycleIn([...one, ...back])).toEqual(["run", "data", "run"]);
  });
});
