// Oracle: help lines written out by hand.
import { expect, test } from "vitest";
import { flagEntries, flagTerm, flagText, optionTable } from "../../src/options/help.ts";
import { choice, count, text, toggle } from "../../src/options/option.ts";

const shared = { flag: "--mochi", value: "N,s", help: "hardest and synthetic" };
const record = {
  batchSize: count(256, { flag: "--batch-size", short: "-b", value: "images", help: "images of a step" }),
  nesterov: toggle(true, { flag: "--nesterov", help: "form" }),
  arch: choice(["resnet18", "resnet34", "resnet50"], "resnet18", { flag: "--arch", help: "backbone" }),
  out: text(undefined, { flag: "--out", value: "folder", help: "where" }),
  hardest: count(256, shared),
  synthetic: count(128, shared),
};

test("one line a flag: term, text, defaults; options that share a flag share the line", () => {
  const lines = flagEntries(record).map((entry) => `${flagTerm(entry)} | ${flagText(entry, { batchSize: 128 })}`);
  expect(lines).toEqual([
    "-b, --batch-size <images> | images of a step (128)",
    "--[no-]nesterov | form (on)",
    "--arch <name> | backbone: resnet18, resnet34, resnet50 (resnet18)",
    "--out <folder> | where",
    "--mochi <N,s> | hardest and synthetic (256,128)",
  ]);
});

test("the table for the documentation has a row an option", () => {
  expect(optionTable({ batchSize: record.batchSize })).toBe(
    "| option | flag | default | accepts | |\n|---|---|---|---|---|\n" +
      "| `batchSize` | `-b, --batch-size <images>` | 256 | a whole number of at least 1 | images of a step |",
  );
});
