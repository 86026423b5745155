// The results as a table in Markdown, with the settings that all sides shared above it.
import type { BenchMachine } from "./environment.ts";
import type { BenchResults, CaseResult, PeerResult, SideResult } from "./results.ts";
import type { SideSettings } from "./side.ts";

/** Lines that name the machine and the settings. */
export function machineLines({ cpu, cores, threads, node, mochi, commit, variables }: BenchMachine): string[] {
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [
    `Mochi ${mochi}${commit ? ` (${commit.slice(0, 7)})` : ""}, Node ${node}; ${cores} cores of ${cpu}; ${threads} threads`,
    `on all sides: ${set.join(" ")}`,
  ];
}

/** One line per side: what it loaded and how many threads it has. */
export function sideLine(name: string, { libtorch, threads, libraries }: SideSettings): string {
  const loaded = libraries.length > 0 ? `, ${libraries.join(", ")}` : "";
  return `${name}: libtorch ${libtorch}, ${threads} ${threads === 1 ? "thread" : "threads"}${loaded}`;
}

/** What each side loaded, each line once: equal on both where the comparison is fair. */
export function sideLines({ cases }: Pick<BenchResults, "cases">): string[] {
  const lines = cases.flatMap(({ ours, peers }) => [
    sideLine("Mochi", ours.settings),
    ...Object.values(peers).map(({ settings }) => sideLine("PyTorch", settings)),
  ]);
  return [...new Set(lines)].sort();
}

/** The table; with peers a row for each form of a peer, with the ratio of the times in the same round. */
export function resultTable({ cases }: Pick<BenchResults, "cases">): string[] {
  const hasPeers = cases.some(({ peers }) => Object.keys(peers).length > 0);
  const own = ["case", "unit", "Mochi (min–max)", "MiB"];
  const others = ["PyTorch", "(min–max)", "MiB", "ratio (min–max)", "reference"];
  return markdown([hasPeers ? [...own, ...others] : own, ...cases.flatMap((row) => rowsOf(row, hasPeers))]);
}

/** What follows from several rows: mixing alone as a share of the MoCo-v2 step. */
export function derivedLines({ cases }: Pick<BenchResults, "cases">): string[] {
  const mixing = cases.filter(({ name }) => name.startsWith("mixing/"));
  const steps = cases.filter(({ name, unit }) => name.startsWith("train-step/moco-v2/") && unit === "images/s");
  return steps.flatMap((step) =>
    mixing
      .filter((row) => row.settings.queueSize === step.settings.queueSize)
      .map((row) => {
        const stepMs = (Number(step.settings.batch) / step.ours.median) * 1000;
        return `${row.name} is ${((100 * row.ours.median) / stepMs).toFixed(1)} % of ${step.name} (${figure(row.ours.median)} of ${figure(stepMs)} ms)`;
      }),
  );
}

function rowsOf({ name, unit, cores, ours, peers }: CaseResult, hasPeers: boolean): string[][] {
  const own = [name, cores === 1 ? `${unit} per core` : unit, spread(ours), mebibytes(ours)];
  if (!hasPeers) return [own];
  const rows = Object.entries(peers).map(([form, peer]) => [
    form,
    spread(peer),
    mebibytes(peer),
    `${spread(peer.ratio)} ×`,
    referenceOf(peer),
  ]);
  if (rows.length === 0) return [[...own, "", "", "", "", ""]];
  return rows.map((row, index) => [...(index === 0 ? own : ["", "", "", ""]), ...row]);
}

function referenceOf({ reference }: PeerResult): string {
  if (!reference) return "not compared";
  const { median, slowdown, counts } = reference;
  const percent = `${slowdown >= 0 ? "+" : "−"}${Math.abs(100 * slowdown).toFixed(0)} %`;
  return `${figure(median)}, time ${percent}: ${counts ? "counts" : "DOES NOT COUNT"}`;
}

function mebibytes({ peakMiB }: SideResult): string {
  return peakMiB === undefined ? "" : peakMiB.toFixed(0);
}

function spread({ median, min, max }: { median: number; min: number; max: number }): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}

/** Three significant digits, thousands with commas. */
function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}

function markdown(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head!), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)];
}
