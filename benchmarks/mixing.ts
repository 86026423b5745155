// Loss and gradient with MoCHi's mixing: kernel, our composition, and plain InfoNCE, against two forms of plain PyTorch.
// Run: OMP_NUM_THREADS=2 GOMP_SPINCOUNT=30000 npx tsx benchmarks/mixing.ts '{"rounds":21,"peer":true}'
import { cpus } from "node:os";
import { infoNce, type Mixing, negativeLogits, normalize, rowDot } from "../src/functional/index.ts";
import { infoNceByOperators } from "../src/functional/info-nce.ts";
import { mixedByOperators } from "../src/functional/negative-logits.ts";
import { plainLogits } from "../src/functional/plain-logits.ts";
import { buildInfo, gradients, normal, randomKey, requireGradient, scope, type Tensor } from "../src/tensor/index.ts";
import { startScript } from "./peer.ts";

const defaults = {
  batch: 256,
  width: 128,
  queues: [4096, 16384, 65536],
  // (N, s, s′)
  counts: [
    [256, 256, 64],
    [1024, 512, 128],
    [1024, 1024, 128],
    [1024, 2048, 256],
  ],
  rounds: 11,
  peer: false,
};
const config = { ...defaults, ...JSON.parse(process.argv[2] ?? "{}"), threads: buildInfo().threads };
const temperature = 0.2;

const peer = config.peer ? startScript("mixing.py", String(config.threads)) : undefined;
const unitRows = (name: string, count: number) =>
  normalize(normal(randomKey(1).fold(name), [count, config.width as number]));

const timed = (work: () => Tensor, query: Tensor) => {
  const started = performance.now();
  scope(() => {
    gradients(work(), [query]);
  });
  return performance.now() - started;
};

const rows: Record<string, string | number>[] = [];
for (const size of config.queues as number[]) {
  for (const [hardest, synthetic, syntheticWithQuery] of config.counts as [number, number, number][]) {
    if (hardest > size) continue;
    const medians = await measure(size, { hardest, synthetic, syntheticWithQuery, key: randomKey(4) });
    const row = { K: size, N: hardest, s: synthetic, "s′": syntheticWithQuery, ...medians };
    console.log(JSON.stringify(row));
    rows.push(row);
  }
}
peer?.stop();
console.table(rows);
console.log(
  JSON.stringify({
    ...config,
    cpu: cpus()[0]?.model,
    libtorch: buildInfo().version,
    rssMb: rss(),
    unit: "ms, medians",
  }),
);

async function measure(size: number, mixing: Mixing) {
  const query = requireGradient(unitRows("query", config.batch));
  const [keys, key] = [unitRows("keys", size), unitRows("key", config.batch)];
  const loss = (logits: Tensor) => infoNce(rowDot(query, key), logits, { temperature }).loss;
  const composed = () => {
    const input = { query, keys, ...plainLogits("benchmark", query, keys, undefined) };
    const { logits } = mixedByOperators("benchmark", input, mixing);
    return infoNceByOperators(rowDot(query, key), logits, temperature).loss;
  };
  const works: Record<string, () => number | Promise<number>> = {
    plain: () => timed(() => loss(negativeLogits(query, keys).logits), query),
    kernel: () => timed(() => loss(negativeLogits(query, keys, { mixing }).logits), query),
    composition: () => timed(composed, query),
  };
  if (peer) {
    const counts = [mixing.hardest, mixing.synthetic, mixing.syntheticWithQuery];
    for (const form of ["plain", "customary", "best"]) {
      const work = JSON.stringify({ form, batch: config.batch, width: config.width, size, counts });
      works[`PyTorch ${form}`] = async () => 1000 * (await peer.seconds(work));
    }
  }
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = -2; round < config.rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      const milliseconds = await work();
      if (round >= 0) times[name]!.push(milliseconds);
    }
  }
  const mixingAlone = times.kernel!.map((whole, round) => whole - times.plain![round]!);
  const medians = Object.entries({ ...times, "mixing alone": mixingAlone }).map(([name, values]) => [
    name,
    median(values),
  ]);
  return Object.fromEntries(medians) as Record<string, number>;
}

function median(values: number[]): number {
  return Number([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!.toFixed(2));
}

function rss(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
