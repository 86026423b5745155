// The ideas that were screened, in the order in which they were tried.

export interface Cell {
  name: string;
  /** Of training on two cores at the rates below. */
  minutes: number;
  /** Side of the views, share of the time, and the rate measured there with two threads. */
  stages: readonly { size: number; share: number; imagesPerSecond: number }[];
  /** On top of the preset. */
  flags: readonly string[];
}

const sizes = [16, 24, 32];
const shares = [0.4, 0.4, 0.2];
const stages = (...rates: number[]) =>
  rates.map((imagesPerSecond, index) => ({ size: sizes[index]!, share: shares[index]!, imagesPerSecond }));

// Before the weight gradients of small outputs became matrix products, batches of 256 …
const before = stages(2292, 1480, 1000);
// … and after.
const batch128 = stages(2562, 1544, 1018);
const batch64 = stages(2018, 1473, 950);
const width48 = stages(1341, 865, 565);

const base = ["--batch-size", "128", "--lr", "0.14"];

export const cells: Cell[] = [
  { name: "quickstart", minutes: 2.5, stages: before, flags: [] },
  { name: "batch-128-before", minutes: 2.5, stages: before, flags: base },
  { name: "lr-0.4", minutes: 2.5, stages: before, flags: ["--lr", "0.4"] },
  { name: "batch-128", minutes: 2.5, stages: batch128, flags: base },
  { name: "batch-64", minutes: 2.5, stages: batch64, flags: ["--batch-size", "64", "--lr", "0.1"] },
  { name: "batch-128-lr-0.2", minutes: 2.5, stages: batch128, flags: ["--batch-size", "128", "--lr", "0.2"] },
  { name: "batch-128-width-48", minutes: 2.5, stages: width48, flags: [...base, "--width", "48"] },
  { name: "batch-128-temperature-0.15", minutes: 2.5, stages: batch128, flags: [...base, "--temperature", "0.15"] },
  { name: "batch-128-momentum-0.995", minutes: 2.5, stages: batch128, flags: [...base, "--encoder-momentum", "0.995"] },
  { name: "batch-128-head-512", minutes: 2.5, stages: batch128, flags: [...base, "--head-hidden", "512"] },
];
