// Oracle: rows written out by hand; a report of a sweep's folder with claims in it.
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimsSection } from "../../src/report/claims-section.ts";
import type { Html } from "../../src/report/html.ts";
import { writeReport } from "../../src/report/index.ts";
import { writeClaims } from "../../src/run/claims-folder.ts";
import { writeSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { claims } from "./made-claims.ts";
import { makeRun } from "./made-run.ts";

/** The text of each cell of both tables, row by row, without the headings. */
function rowsOf({ text }: Html): string[][] {
  const rows = [...text.matchAll(/<tbody>(.*?)<\/tbody>/gs)].flatMap((body) => body[1]!.match(/<tr.*?<\/tr>/gs) ?? []);
  const plain = (cell: string) =>
    cell
      .replace(/<\/div><div>/g, "; ")
      .replace(/<[^>]*>/g, "")
      .trim();
  return rows.map((row) => [...row.matchAll(/<(?:th|td)[^>]*>(.*?)<\/(?:th|td)>/gs)].map((match) => plain(match[1]!)));
}

test("a row a claim, then a row a comparison", () => {
  const section = claimsSection({ ...claims, leftOut: [{ run: "mochi-seed-2", reason: "failed" }] });
  expect(section.text.replace(/<[^>]*>/g, "")).toContain("Left out where a number is missing: mochi-seed-2 (failed).");
  expect(rowsOf(section)).toEqual([
    ["1. Gains &#60;everywhere&#62;linear top-1", "holds", "its comparison holds"],
    ["2. Earlym", "undecided at this scale", "needs 2 seeds, has 0"],
    [
      "1. MoCHi lies above MoCo-v2",
      "MoCHi: 61.20 ± 0.31 % (3); MoCo-v2: 60.20 ± 0.20 % (3)",
      ...["+1.00 points", "+0.00 to +2.01", "above 0", "3", "holds"],
    ],
    ["1. not finished | yet", "MoCHi: –", "–", "–", "below 1024", "0", "undecided (shown)"],
    ["2. not finished | yet", "MoCHi: –", "–", "–", "below 1024", "0", "undecided (shown)"],
  ]);
  expect(section.text).toContain(
    "Of 2 claims: holds: 1, does not hold: 0, undecided at this scale: 1. From 6 of 72 planned runs",
  );
  expect(section.text).not.toContain("were changed since");
  expect(claimsSection({ ...claims, differsFromPlan: true }).text).toContain("were changed since the plan was written");
});

test("the report of a folder with claims begins with them, others have none", async () => {
  const [folder, run] = [temporaryFolder(), await makeRun()];
  const name = "moco-v2-seed-0";
  mkdirSync(folder, { recursive: true });
  renameSync(run, join(folder, name));
  const cell = {
    name: "moco-v2",
    values: {},
    runs: [{ seed: 0, folder: name, status: "finished" as const, top1: {} }],
  };
  writeSweep(folder, { name: "reproduce", command: "", cells: [{ ...cell, top1: {} }] });
  expect(readFileSync(await writeReport([folder]), "utf8")).not.toContain('id="claims"');
  writeClaims(folder, claims);
  const page = readFileSync(await writeReport([folder]), "utf8");
  expect(page.indexOf('id="claims"')).toBeGreaterThan(0);
  expect(page.indexOf('id="claims"')).toBeLessThan(page.indexOf('id="results"'));
});
