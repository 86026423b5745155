// Oracle: the environment that a stand-in for npm sees, with and without the folders beside the clone.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";

const script = fileURLToPath(new URL("../../.ci/run", import.meta.url));

function runCi(folders: string[]) {
  const parent = temporaryFolder();
  const clone = join(parent, "clone");
  cpSync(script, join(clone, ".ci/run"), { recursive: true });
  for (const folder of folders) mkdirSync(join(parent, folder), { recursive: true });
  mkdirSync(join(parent, "programs"));
  writeFileSync(join(parent, "programs/npm"), `#!/bin/sh\necho "$* in $PWD: $MOCHI_FIXTURES|$MOCHI_GOLDEN"\nexit 4\n`);
  chmodSync(join(parent, "programs/npm"), 0o755);
  const { status, stdout } = spawnSync("bash", [join(clone, ".ci/run")], {
    env: { PATH: `${join(parent, "programs")}:${process.env.PATH}` },
    encoding: "utf8",
  });
  return { status, said: stdout.trim().replaceAll(parent, "") };
}

test("the folders are named where they lie beside the clone", () => {
  expect(runCi(["shared/data", "shared/golden"]).said).toBe("test in /clone: /shared/data|/shared/golden");
  expect(runCi(["shared/golden"]).said).toBe("test in /clone: |/shared/golden");
});

test("without them nothing is set, and the exit code is that of the tests", () => {
  expect(runCi([])).toEqual({ status: 4, said: "test in /clone: |" });
});
