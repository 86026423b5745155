// Runs the set-up script by name: `mochi setup` is what `npm run quickstart` and `npm test` begin with.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { asTyped } from "./as-typed.ts";

/** The folder of set-up's own code: plain JavaScript outside `src/`, because it runs before anything is compiled. */
export const setupScripts = new URL("../../scripts/", import.meta.url);

/** @returns the script's exit code; 130 where it was interrupted */
export async function runSetup(script = fileURLToPath(new URL("setup.mjs", setupScripts))): Promise<number> {
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (status === 0) process.stdout.write(asTyped("✓ set-up is complete; `mochi doctor` shows what there is\n"));
  return status ?? 130;
}
