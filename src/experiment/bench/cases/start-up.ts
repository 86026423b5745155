// Benchmark: how long a fresh process takes until the help is shown, and until the first operator has run.
import { spawnSync } from "node:child_process";
import { MochiError } from "../../../errors.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";
import { compiled, fromRoot } from "../compiled.ts";

const programs: Readonly<Record<string, () => readonly string[]>> = {
  help: () => [fromRoot("bin/mochi.cjs"), "pretrain", "--help"],
  operator: () => [compiled("experiment/bench/first-operator.js")],
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
    const words = programs[String(settings.program)]!();
    compiled("cli/main.js");
    return () =>
      timed(() => {
        const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
        if (status !== 0) throw new MochiError({ code: "bench-side-failed", message: `${words[0]} failed: ${stderr}` });
      });
  },
};
