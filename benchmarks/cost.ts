// Cost of loss and gradient with mixing against K, N, s, s′ and the batch: time and peak memory, with plots.
// Run: npx tsx benchmarks/cost.ts [--peer]; writes plots/*.svg and plots/cost.json beside this file.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createUi } from "../src/cli/ui.ts";
import { alternate } from "../src/experiment/bench/alternate.ts";
import { describeMachine, sideEnvironment } from "../src/experiment/bench/environment.ts";
import { ownCommand, startSide } from "../src/experiment/bench/side.ts";
import { median } from "../src/experiment/bench/statistics.ts";
import { machineLines } from "../src/experiment/bench/table.ts";
import { writeJson, writeWhole } from "../src/run/atomic-file.ts";
import { pytorchPeer } from "./peer.ts";
import { drawPlot, linearGrowth } from "./plots.ts";
import { growth, type Point, type Sweep, sweepCase, sweeps } from "./sweeps.ts";

const { physicalCores } = createRequire(import.meta.url)("../bin/physical-cores.cjs");
const folder = fileURLToPath(new URL("plots", import.meta.url));
const peer = process.argv.includes("--peer") ? pytorchPeer(undefined) : undefined;
const forms = peer ? ["customary", "best"] : [];
const ui = createUi();
const environment = sideEnvironment(Number(process.env.OMP_NUM_THREADS) || physicalCores());
const machine = describeMachine(environment);
for (const line of machineLines(machine)) ui.info(line);

const curves: Record<string, Record<string, Point[]>> = {};
for (const sweep of sweeps) {
  curves[sweep.symbol] = await measure(sweep);
  writeJson(`${folder}/cost.json`, { machine, curves });
  await plot(sweep, curves[sweep.symbol]!);
}

/** Points of every side. Each point has processes of its own, so that their peak memory is that of its work. */
async function measure(sweep: Sweep): Promise<Record<string, Point[]>> {
  const points: Record<string, Point[]> = {};
  for (const [index, value] of sweep.values.entries()) {
    ui.progress({ label: `cost against ${sweep.symbol}`, done: index, total: sweep.values.length });
    const entry = sweepCase(sweep, value);
    const sides = [await startSide("Mochi", ownCommand("loss", entry), environment)];
    for (const form of forms)
      sides.push(await startSide(`PyTorch ${form}`, peer!.command("loss", form, entry), environment));
    const times = await alternate(sides, { warmup: 2, least: 5, most: 11, seconds: 3 });
    for (const { name, baseBytes, stop } of sides) {
      const point = { value, ms: median(times.get(name)!) * 1000, mebibytes: ((await stop()) - baseBytes) / 2 ** 20 };
      points[name] = [...(points[name] ?? []), point];
    }
  }
  ui.progress(undefined);
  return points;
}

async function plot({ setting, symbol }: Sweep, points: Record<string, Point[]>): Promise<void> {
  for (const [quantity, yTitle] of [
    ["ms", "loss and gradient (ms)"],
    ["mebibytes", "peak memory above libtorch's (MiB)"],
  ] as const) {
    const drawn = Object.entries(points).map(([name, row]) => ({
      name,
      points: row.map((point) => ({ x: point.value, y: point[quantity] })),
    }));
    const [ours] = drawn;
    const exponent = growth(points.Mochi!, (index) => points.Mochi![index]![quantity]);
    ui.info(`${yTitle} against ${symbol}: exponent ${exponent.toFixed(2)} at the end (1 is linear)`);
    const name = `${quantity === "ms" ? "time" : "memory"}-${setting}`;
    const title = `MoCHi loss: ${quantity === "ms" ? "time" : "memory"} against ${symbol}`;
    const svg = await drawPlot({ name, title, xTitle: symbol, yTitle, curves: [...drawn, linearGrowth(ours!)] });
    writeWhole(`${folder}/${name}.svg`, [svg]);
  }
}
