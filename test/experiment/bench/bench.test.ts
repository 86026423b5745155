// Oracle: the file and the table of a tiny run whose peer's times are made, and ratios worked by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bench, compare, type Peer } from "../../../src/experiment/bench/bench.ts";
import type { BenchResults } from "../../../src/experiment/bench/results.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { recordingUi } from "../made-run.ts";
import { answeringSide } from "./made-side.ts";

const valuesOf = (json: string, only: string) => ({ only, quick: true, repeat: 3, json, threads: 1 });
const read = (json: string) => JSON.parse(readFileSync(json, "utf8")) as BenchResults;

/** Takes twenty seconds for the million calls of a repetition: 20 µs each. */
const peer: Peer = {
  command: () => answeringSide([20]),
  reference: (_, form) => (form === "customary" ? 10 : undefined),
};

test("a case is measured on both sides, paired, and written with all that it says", async () => {
  const json = join(temporaryFolder(), "bench.json");
  const ui = recordingUi();
  await bench(valuesOf(json, "operator-call"), ui, peer);

  const { cases, finishedAt, machine, options } = read(json);
  expect(finishedAt).toBeDefined();
  expect(machine.threads).toBe(1);
  expect(options).toEqual({ quick: true, repeat: 3, hasPeer: true });
  expect(cases.map(({ name, unit, cores, rounds }) => [name, unit, cores, rounds])).toEqual([
    ["operator-call/add", "µs", 1, 3],
  ]);
  const { ours, peers } = cases[0]!;
  expect(ours.values).toHaveLength(3);
  expect(ours.median).toBeGreaterThan(0.1);
  expect(ours.peakMiB).toBeGreaterThanOrEqual(ours.baseMiB);
  expect(ours.settings.threads).toBe(1);
  const { customary } = peers;
  expect(customary).toMatchObject({ median: 20, min: 20, max: 20, peakMiB: 7, baseMiB: 1 });
  expect(customary!.ratio.median).toBeCloseTo(20 / ours.median, 8);
  expect(customary!.reference).toEqual({ median: 10, slowdown: 1, counts: false });
  expect(ui.lines.join("\n")).toMatch(
    /\| operator-call\/add \| µs per core .*\| customary \| 20 \(20–20\) .*DOES NOT COUNT/,
  );
  // The made side has loaded no library, which Mochi's has.
  expect(ui.warnings.some((line) => line.startsWith("operator-call/add: settings differ"))).toBe(
    process.platform === "linux",
  );
});

test("an unfinished run goes on with the cases that are left", async () => {
  const json = join(temporaryFolder(), "bench.json");
  const failing: Peer = {
    ...peer,
    command: (program) =>
      program === "operator-call" ? { program: "/no/such/program", args: [] } : answeringSide([2]),
  };
  const values = valuesOf(json, "loss/K4096/moco-v2,operator-call");
  await expect(bench(values, recordingUi(), failing)).rejects.toMatchObject({ code: "bench-side-failed" });
  const before = read(json);
  expect(before.cases.map(({ name }) => name)).toEqual(["loss/K4096/moco-v2"]);
  expect(before.finishedAt).toBeUndefined();

  const ui = recordingUi();
  await bench(values, ui, peer);
  const after = read(json);
  expect(after.cases.map(({ name }) => name)).toEqual(["loss/K4096/moco-v2", "operator-call/add"]);
  expect(after.cases[0]).toEqual(before.cases[0]);
  expect(ui.lines).toContain(`taken over from ${json}: 1 cases`);
});

test("an unknown case is refused with the nearest", async () => {
  const json = join(temporaryFolder(), "bench.json");
  await expect(bench(valuesOf(json, "operator-cal/ad"), recordingUi())).rejects.toMatchObject({
    code: "bench-case-unknown",
    message: 'no case is called "operator-cal/ad"; did you mean "operator-call/add"?',
  });
});

test("a peer counts unless it is more than 15 % slower than it is known to be", () => {
  expect(compare(114, 100, { unit: "ms" })).toMatchObject({ counts: true });
  expect(compare(116, 100, { unit: "ms" })).toMatchObject({ counts: false });
  expect(compare(50, 100, { unit: "ms" })).toMatchObject({ slowdown: -0.5, counts: true });
  expect(compare(88, 100, { unit: "images/s" })).toMatchObject({ counts: true });
  expect(compare(80, 100, { unit: "images/s" })).toEqual({ median: 100, slowdown: 0.25, counts: false });
});
