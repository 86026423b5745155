// The results as a table in Markdown, with the settings that all sides shared above it.
import type { BenchMachine } from "./environment.ts";
import type { BenchResults, CaseResult, PeerResult } from "./results.ts";
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

/** The table; with peers, each has a median and the ratio of rates. */
export function resultTable({ cases }: Pick<BenchResults, "cases">): string[] {
  const peers = [...new Set(cases.flatMap((row) => Object.keys(row.peers)))];
  const head = [
    "case",
    "unit",
    "Mochi (min–max)",
    "MiB",
    ...peers.flatMap((name) => [`PyTorch ${name} (min–max)`, "MiB", "ratio (min–max)", "reference"]),
  ];
  return markdown([head, ...cases.map((row) => rowOf(row, peers))]);
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

function rowOf({ name, unit, cores, ours, peers }: CaseResult, columns: readonly string[]): string[] {
  return [
    name,
    cores === 1 ? `${unit} per core` : unit,
    spread(ours),
    ours.peakMiB.toFixed(0),
    ...columns.flatMap((column) => {
      const peer = peers[column];
      if (!peer) return ["", "", "", ""];
      return [spread(peer), peer.peakMiB.toFixed(0), `${spread(peer.ratio)} ×`, referenceOf(peer)];
    }),
  ];
}

function referenceOf({ reference }: PeerResult): string {
  if (!reference) return "not compared";
  const { median, slowdown, counts } = reference;
  const percent = `${slowdown >= 0 ? "+" : "−"}${Math.abs(100 * slowdown).toFixed(0)} %`;
  return `${figure(median)}, time ${percent}: ${counts ? "counts" : "DOES NOT COUNT"}`;
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
