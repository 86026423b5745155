// Oracle: commands written out by hand.
import { expect, test } from "vitest";
import { count, text, toggle } from "../../src/options/option.ts";
import { pretrainOptions } from "../../src/options/pretrain.ts";
import { formatFlag, repeatCommand } from "../../src/options/resolved.ts";

const shared = { flag: "--mochi", help: "mixing" };
const record = {
  ...pretrainOptions,
  hardest: count(256, shared),
  synthetic: count(128, shared),
  syntheticWithQuery: count(64, shared),
};
const values = {
  preset: "quickstart",
  method: "mochi",
  data: "folder:/my images",
  resume: "auto",
  epochs: 14.83,
  minutes: 10,
  nesterov: false,
  lr: 0.1,
  width: 16,
  hardest: 512,
  synthetic: 128,
  syntheticWithQuery: 64,
};

test("what a person gave is repeated as flags, what a preset gave is not", () => {
  const sources = { data: "flag", resume: "flag", nesterov: "config", lr: "preset", hardest: "config" } as const;
  expect(repeatCommand(record, values, sources)).toBe(
    "mochi pretrain --preset quickstart --data 'folder:/my images' --no-nesterov --mochi 512,128,64",
  );
});

test("given minutes are repeated; once planned, the plan stands in their place", () => {
  expect(repeatCommand(record, values, { minutes: "flag", width: "derived" })).toBe(
    "mochi pretrain --preset quickstart --minutes 10",
  );
  expect(repeatCommand(record, values, { minutes: "flag", width: "derived", epochs: "derived" })).toBe(
    "mochi pretrain --preset quickstart --width 16 --epochs 14.83",
  );
});

test("a flag is quoted where a shell would split it, and an empty value kept", () => {
  const own = { name: text("", { flag: "--name", help: "name" }), on: toggle(true, { flag: "--on", help: "on" }) };
  expect(formatFlag(own, { name: "it's" }, "--name")).toBe("--name 'it'\\''s'");
  expect(formatFlag(own, { name: "" }, "--name")).toBe("--name ''");
  expect(formatFlag(own, { on: true }, "--on")).toBe("--on");
});
