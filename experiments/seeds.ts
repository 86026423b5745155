// One command over several seeds, one cell a seed: finished cells are skipped, results are written as they come.
// Run: npx tsx experiments/seeds.ts <name> <seeds> <flags of mochi pretrain …> → experiments/<name>/results.json
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [name = "", seeds = "3", ...flags] = process.argv.slice(2);
const program = fileURLToPath(new URL("../bin/mochi.cjs", import.meta.url));
const folder = new URL(`${name}/`, import.meta.url);
mkdirSync(folder, { recursive: true });

const cells: Record<string, unknown>[] = [];
for (let seed = 0; seed < Number(seeds); seed++) {
  const run = `runs/${name}-seed-${seed}`;
  const read = (file: string) =>
    existsSync(`${run}/${file}`) ? JSON.parse(readFileSync(`${run}/${file}`, "utf8")) : undefined;
  if (read("state.json")?.status !== "finished") {
    spawnSync(process.execPath, [program, "pretrain", ...flags, "--seed", String(seed), "--out", run], {
      stdio: "inherit",
    });
  }
  const state = read("state.json");
  if (state?.status !== "finished") {
    console.error(`seed ${seed} did not finish; run the same command again to go on`);
    continue;
  }
  const [config, knn, linear, environment] = [
    "config.json",
    "evaluations/knn.json",
    "evaluations/linear.json",
    "environment.json",
  ].map(read);
  cells.push({
    seed,
    knn: knn?.top1,
    linear: linear?.top1,
    linearTop5: linear?.top5,
    trainSeconds: Math.round(state.trainSeconds),
    steps: state.steps,
    mixedSteps: state.mixedSteps,
    command: config.command,
    commit: config.commit,
    machine: `${environment.cpu}, ${environment.threads} threads, ${environment.precision}, libtorch ${environment.libtorch.version}`,
  });
  writeFileSync(new URL("results.json", folder), `${JSON.stringify({ cells, summary: summarise() }, null, 2)}\n`);
}
console.log(JSON.stringify(summarise()));

function summarise() {
  return Object.fromEntries(
    ["knn", "linear", "trainSeconds"].map((key) => [key, spread(cells.map((cell) => Number(cell[key])))]),
  );
}

function spread(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return {
    mean: Number(mean.toFixed(2)),
    std: values.length > 1 ? Number(Math.sqrt(variance).toFixed(2)) : null,
    n: values.length,
  };
}
