// The verdicts of one claim on runs made by hand, for the tests of claims.
import { expect } from "vitest";
import { judge } from "../../../../src/experiment/reproduce/claims/index.ts";
import type { Comparison } from "../../../../src/run/claims-folder.ts";
import { type MadeRun, madeRuns } from "../made-runs.ts";

export type Made = Readonly<Record<string, readonly MadeRun[]>>;

export async function resultOf(name: string, made: Made) {
  return judge(await madeRuns(made)).find((claim) => claim.name === name)!;
}

export async function expectVerdict(name: string, made: Made, verdict: Comparison["verdict"]): Promise<void> {
  expect((await resultOf(name, made)).verdict).toBe(verdict);
}

/** Runs of each seed from what differs between them. */
export function seeds<Value>(values: readonly Value[], make: (value: Value) => MadeRun): MadeRun[] {
  return values.map(make);
}
