// README's table of speed: rows of benchmarks/results.json, which `npm run bench -- --peer` wrote.
import { existsSync, readFileSync } from "node:fs";
import type { BenchResults, CaseResult } from "../../src/experiment/bench/results.ts";
import { between } from "./between.ts";
import { root } from "./sources.ts";

const titles: Readonly<Record<string, string>> = {
  "train-step/moco-v2/w16/bf16": "MoCo-v2 step, ResNet-18 width 16, bf16",
  "train-step/mochi/w16/bf16": "MoCHi step, the same",
  "train-step/moco-v2/w16/fp32": "MoCo-v2 step, width 16, fp32",
  "train-step/mochi/w16/fp32": "MoCHi step, the same",
  "train-step/moco-v2/w64/bf16": "MoCo-v2 step, width 64, bf16",
  "train-step/mochi/w64/bf16": "MoCHi step, the same",
  "loss/K16384/mochi-1024-1024-128": "loss and gradient, MoCHi(1024, 1024, 128), K 16,384",
  "loss/K65536/mochi-1024-1024-128": "the same, K 65,536",
  "augmentation/moco-v2/32px": "MoCo-v2 augmentation, 32 px",
  "augmentation/moco-v2/224px": "the same, 224 px",
  "jpeg/two-views-224px": "JPEG 500×375 → two views of 224 px",
  "features/w16/bf16": "features, width 16, bf16",
  knn: "kNN, 2,000 images against 50,000",
  "linear/epoch": "linear classification, one epoch",
  "checkpoint/w64": "checkpoint, width 64",
  "start-up/operator": "start-up to the first operator",
  "operator-call/add": "one operator call",
};

/** The README with the table between its markers; as it is where it or the results are missing. */
export function withBenchTable(readme: string): string {
  const path = `${root}/benchmarks/results.json`;
  return between(readme, "bench", () =>
    existsSync(path) ? benchTable(JSON.parse(readFileSync(path, "utf8")) as BenchResults) : undefined,
  );
}

/** Medians, and ratios of times taken in the same round with their range: above 1, Mochi is faster. */
export function benchTable({ cases, machine }: Pick<BenchResults, "cases" | "machine">): string {
  const rows = Object.entries(titles).flatMap(([name, title]) => {
    const found = cases.find((entry) => entry.name === name);
    return found ? [rowOf(title, found)] : [];
  });
  const head = ["work", "Mochi", "customary PyTorch", "best composition", "peak memory, MiB"];
  const { cores, cpu, threads, node, commit } = machine;
  return [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
    `${cores} cores of ${cpu}; threads: ${threads}; Node ${node}; commit ${commit?.slice(0, 7)}.`,
  ].join("\n");
}

function rowOf(title: string, { unit, cores, ours, peers, rounds }: CaseResult): string[] {
  const forms = ["customary", "best"].map((form) => {
    const peer = peers[form];
    if (!peer) return "";
    const counts = peer.reference?.counts === false ? ", slower than it is known to be" : "";
    return `${figure(peer.median)}: **${peer.ratio.median.toFixed(2)}×** (${peer.ratio.min.toFixed(2)}–${peer.ratio.max.toFixed(2)}${counts})`;
  });
  const peaks = [ours, ...Object.values(peers)].map(({ peakMiB }) => peakMiB && figure(peakMiB));
  const memory = peaks.every(Boolean) ? peaks.join(" / ") : "";
  const per = cores === 1 ? `${unit} per core` : unit;
  return [`${title}, ${rounds} rounds`, `${figure(ours.median)} ${per}`, ...forms, memory];
}

/** Three significant digits, thousands with commas. */
function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}
