// Oracle: a row worked out by hand.
import { expect, test } from "vitest";
import { benchTable } from "../../scripts/docs/bench-table.ts";
import type { BenchResults } from "../../src/experiment/bench/results.ts";

test("a row has the medians, the ratios with their range, and the peaks in the order of the sides", () => {
  const settings = { libtorch: "1.13.0", threads: 1, libraries: [] };
  const side = (median: number, peakMiB: number) => {
    return { median, min: median, max: median, values: [median], peakMiB, baseMiB: 1, settings };
  };
  const ratio = { median: 2, min: 1.5, max: 2.25 };
  const machine = {
    cpu: "a CPU",
    cores: 2,
    threads: 1,
    node: "v20",
    mochi: "0.1.0",
    commit: "abcdef123",
    variables: {},
  };
  const entry = {
    name: "augmentation/moco-v2/32px",
    unit: "images/s",
    cores: 1,
    settings: {},
    rounds: 5,
    ours: side(2000, 200),
    peers: {
      customary: { ...side(1000, 300.4), ratio },
      best: { ...side(500.4, 250), ratio, reference: { median: 900, slowdown: 0.8, counts: false } },
    },
  } as const;
  expect(
    benchTable({ machine, cases: [{ ...entry, name: "not shown" }, entry] } as Pick<BenchResults, "machine" | "cases">),
  ).toBe(
    `| work | Mochi | customary PyTorch | best composition | peak memory, MiB |
|---|---|---|---|---|
| MoCo-v2 augmentation, 32 px, 5 rounds | 2,000 images/s per core | 1,000: **2.00×** (1.50–2.25) | 500: **2.00×** (1.50–2.25, slower than it is known to be) | 200 / 300 / 250 |

2 cores of a CPU; threads: 1; Node v20; commit abcdef1.`,
  );
});
