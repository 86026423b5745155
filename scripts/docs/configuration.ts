// docs/configuration.md: every option with its key, flag, default and range, and its value in each preset.
import { pretrainFlags } from "../../src/cli/pretrain-input.ts";
import { methods } from "../../src/methods/index.ts";
import { optionTable } from "../../src/options/help.ts";
import type { OptionRecord, ResolvedConfig } from "../../src/options/index.ts";
import { knnOptions } from "../../src/options/knn.ts";
import { linearOptions } from "../../src/options/linear.ts";
import { presets } from "../../src/presets/index.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";
import { groupBy, page, table } from "./sources.ts";

export function configurationPage(): string {
  const groups = groupBy(Object.entries(pretrainFlags(methods)), ([, { group }]) => group);
  const resolved = Object.keys(presets).map(
    (name) => resolvePretrain({ flags: { "--preset": name }, methods, isRun: false }).config,
  );
  const sections = [...groups].map(([group, options]) => {
    const record = Object.fromEntries(options);
    return `### ${group}\n\n${escaped(optionTable(record))}\n\n${presetTable(record, resolved)}`;
  });
  return page(
    "Configuration",
    "A value comes from, in rising order: the option's default, the preset, `mochi.config.ts` in the current folder " +
      "(or `--config FILE`), the flag. `mochi config PRESET` shows the outcome and where each value came from. All faults " +
      "are told at once, before anything starts.",
    "```ts\n" +
      'import { defineConfig } from "mochi-ssl/config";\n\n' +
      'export default defineConfig({ preset: "cifar10", lr: 0.03, hardest: 512 });\n```',
    "Options that share a flag are given together: `--mochi 256,256,64` sets `hardest`, `synthetic` and " +
      "`syntheticWithQuery`, and implies `--method mochi`. A switch is turned off by `--no-…`. The second table of each " +
      "group holds what the presets come to; values in brackets are the option's own default.",
    "## Pre-training (`mochi pretrain`, `mochi config`, mochi.config.ts)",
    ...sections,
    "## kNN (`mochi knn`)",
    escaped(optionTable(knnOptions)),
    "## Linear classification (`mochi linear`)",
    escaped(optionTable(linearOptions)),
  );
}

/** One row for each preset that has such options: their columns are few, presets are many. */
function presetTable(record: OptionRecord, resolved: readonly ResolvedConfig[]): string {
  const keys = Object.keys(record).filter((key) => resolved.some(({ options }) => options[key] !== undefined));
  const rows = resolved.flatMap(({ preset, options, sources }) => {
    const cells = keys.map((key) => {
      const value = options[key];
      if (value === undefined) return "";
      const text = typeof value === "boolean" ? (value ? "on" : "off") : record[key]!.format(value) || "none";
      return (sources[key] ?? "default") === "default" && key !== "out" ? `(${text})` : text;
    });
    return cells.every((cell) => cell === "") ? [] : [[`\`${preset}\``, ...cells]];
  });
  return rows.length === 0 ? "" : table(["preset", ...keys.map((key) => `\`${key}\``)], rows);
}

/** `<name>` outside code would be taken for a tag. */
function escaped(markdown: string): string {
  const parts = markdown.split("`");
  return parts.map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;") : part)).join("`");
}
