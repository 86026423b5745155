// Oracle: each option's own rules, applied to its own default.
import { expect, test } from "vitest";
import { pretrainOptions } from "../../src/options/pretrain.ts";

test("every default is accepted by its own option, and survives being written as a flag", () => {
  for (const [key, { schema, default: value, parse, format }] of Object.entries(pretrainOptions)) {
    expect([key, schema.safeParse(value).success]).toEqual([key, true]);
    if (value === undefined) continue;
    expect([key, parse((format as (value: unknown) => string)(value))]).toEqual([key, value]);
  }
});

test("no two options share a flag or a short flag", () => {
  const options = Object.values(pretrainOptions);
  const flags = options.flatMap(({ flag, short }) => (short ? [flag, short] : [flag]));
  expect(flags.length).toBe(new Set(flags).size);
});
