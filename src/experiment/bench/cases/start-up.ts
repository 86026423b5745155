// Benchmark: how long a fresh process takes until the help is shown, and until the first operator has run.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MochiError } from "../../../errors.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

// The compiled program, which is what people start.
const programs: Readonly<Record<string, readonly string[]>> = {
  help: [fromRoot("bin/mochi.cjs"), "pretrain", "--help"],
  operator: [fromRoot("dist/experiment/bench/first-operator.js")],
};

const caseOf = (program: string, peers: readonly string[]): BenchCase => ({
  name: `start-up/${program}`,
  settings: { program },
  unit: "ms",
  amount: 1,
  cores: "all",
  peers,
  isElsewhere: true,
  isQuick: true,
});

export const startUpProgram: BenchProgram = {
  name: "start-up",
  cases: [caseOf("help", []), caseOf("operator", ["customary"])],

  async prepare(settings) {
    const words = programs[String(settings.program)]!;
    if (!existsSync(fromRoot("dist/cli/main.js")))
      throw new MochiError({
        code: "bench-not-compiled",
        message: "start-up is that of the compiled program, and there is no dist/",
        remedy: "run `npm run build`",
      });
    return () =>
      timed(() => {
        const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
        if (status !== 0) throw new MochiError({ code: "bench-side-failed", message: `${words[0]} failed: ${stderr}` });
      });
  },
};
