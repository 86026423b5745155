// Made results of a benchmark: a step with two forms of a peer, one of which counts, and cases of ours alone.
import type { BenchResults, CaseResult, PeerResult, SideResult } from "../../../src/experiment/bench/results.ts";

const settings = { libtorch: "1.13.0", threads: 2, libraries: ["libgomp.so.1.0.0"] };
const side = (median: number, spread: number): SideResult => ({
  median,
  min: median - spread,
  max: median + spread,
  values: [median - spread, median, median + spread],
  peakMiB: 600.4,
  baseMiB: 150,
  settings,
});
const peer = (median: number, ratio: number, reference?: PeerResult["reference"]): PeerResult => ({
  ...side(median, 10),
  ratio: { median: ratio, min: ratio - 0.1, max: ratio + 0.1 },
  ...(reference && { reference }),
});

export function madeCase(name: string, fields: Partial<CaseResult> = {}): CaseResult {
  return { name, unit: "ms", cores: "all", settings: {}, rounds: 3, ours: side(100, 5), peers: {}, ...fields };
}

export function madeResults(): BenchResults {
  const { peakMiB: _, ...elsewhere } = side(300, 20);
  return {
    machine: {
      cpu: "Made Processor",
      cores: 2,
      threads: 2,
      node: "v20.0.0",
      mochi: "0.1.0",
      commit: "0123456789",
      variables: { OMP_NUM_THREADS: "2", GOMP_SPINCOUNT: "30000" },
    },
    options: { quick: false, repeat: 0, hasPeer: true },
    startedAt: "2026-01-01T00:00:00.000Z",
    cases: [
      madeCase("train-step/moco-v2/w16/bf16", {
        unit: "images/s",
        settings: { batch: 256, queueSize: 16_384 },
        ours: side(1280, 40),
        peers: {
          customary: peer(640, 2, { median: 600, slowdown: -0.0625, counts: true }),
          best: peer(1000, 1.28, { median: 1300, slowdown: 0.3, counts: false }),
        },
      }),
      madeCase("mixing/K16384", { settings: { queueSize: 16_384 }, ours: side(8, 1) }),
      madeCase("mixing/K4096", { settings: { queueSize: 4096 } }),
      madeCase("operator-call/add", {
        unit: "µs",
        cores: 1,
        ours: side(1.2345, 0.1),
        peers: { customary: peer(2, 1.6) },
      }),
      madeCase("start-up/help", { ours: elsewhere }),
    ],
  };
}
