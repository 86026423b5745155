// Oracle: config files written here and what they export.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { loadConfigFile } from "../../src/options/config-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mochi-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const refusal = async (path?: string) => {
  const error = await loadConfigFile(path, folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).problems[0]!;
};

test("no file, no config", async () => {
  expect(await loadConfigFile(undefined, folder)).toBeUndefined();
});

test("TypeScript with the package's own import loads where the package is not installed", async () => {
  write(
    "mochi.config.ts",
    `import { defineConfig } from "mochi-ssl/config";
     const rate: number = 0.3;
     export default defineConfig({ preset: "cifar10", lr: rate });`,
  );
  expect(await loadConfigFile(undefined, folder)).toEqual({
    name: "mochi.config.ts",
    values: { preset: "cifar10", lr: 0.3 },
  });
});

test.each(["mochi.config.mjs", "mochi.config.js"])("%s loads too", async (name) => {
  write(name, "export default { seed: 7 };");
  expect(await loadConfigFile(undefined, folder)).toEqual({ name, values: { seed: 7 } });
});

test("a named file goes before the one in the folder", async () => {
  write("mochi.config.ts", "export default { seed: 1 };");
  write("other.ts", "export default { seed: 2 };");
  expect((await loadConfigFile("other.ts", folder))?.values).toEqual({ seed: 2 });
});

test("a missing, a broken and an empty file are refused with the file's name", async () => {
  expect((await refusal("gone.ts")).message).toBe("config file gone.ts does not exist");
  write("mochi.config.ts", 'throw new Error("no luck");');
  expect((await refusal()).message).toBe("mochi.config.ts does not load: no luck");
  write("mochi.config.ts", "export const lr = 1;");
  expect((await refusal()).message).toBe("mochi.config.ts exports nothing by default");
  write("mochi.config.ts", "export default 3;");
  expect((await refusal()).message).toBe("mochi.config.ts exports no object");
});
