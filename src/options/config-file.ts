// Finds and loads mochi.config.ts (or .js, .mjs), whose default export is a plain object of options.
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.ts";

export interface ConfigFile {
  /** As messages name it. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const names = ["mochi.config.ts", "mochi.config.mjs", "mochi.config.js"];

/**
 * Loads `path`, or else the config file of `folder` if it has one.
 * @throws UsageError where the file is missing, does not load, or exports no object.
 */
export async function loadConfigFile(path?: string, folder = process.cwd()): Promise<ConfigFile | undefined> {
  const found = path ?? names.find((name) => existsSync(resolve(folder, name)));
  if (found === undefined) return undefined;
  const file = resolve(folder, found);
  const name = path ?? basename(file);
  if (!existsSync(file)) {
    throw new UsageError([
      {
        code: "config-missing",
        message: `config file ${found} does not exist`,
        where: "--config",
        remedy: "check the path",
      },
    ]);
  }
  const values = await load(file, name);
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new UsageError([
      {
        code: "config-not-an-object",
        message: `${name} exports ${values === undefined ? "nothing by default" : "no object"}`,
        where: file,
        remedy: "export default defineConfig({ … })",
      },
    ]);
  }
  return { name, values: values as Record<string, unknown> };
}

async function load(file: string, name: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  // The alias lets a config file import the package where it is not installed beside it, as under npx.
  const own = fileURLToPath(new URL(`../config${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    alias: { "mochi-ssl/config": own },
  });
  try {
    const module = await jiti.import<{ default?: unknown }>(file);
    return module.default;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError([
      {
        code: "config-unloadable",
        message: `${name} does not load: ${reason}`,
        where: file,
        remedy: "mend the file",
        cause,
      },
    ]);
  }
}
