// plan.json: what will be run, by which rule it will be judged; written before the first run and never changed.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import type { ReproduceValues } from "../../options/reproduce.ts";
import type { ExpandedCell } from "../../presets/sweep.ts";
import { writeJson, writeWhole } from "../../run/atomic-file.ts";
import type { ClaimResult } from "../../run/claims-folder.ts";
import { buildInfo } from "../../tensor/index.ts";
import { choosePrecision, describeProgram } from "../environment.ts";
import { type Choice, type Costs, seedsOf } from "./choose-plan.ts";
import { judge } from "./claims/index.ts";
import { cellValues, grid } from "./grid.ts";
import { planPage } from "./plan-page.ts";
import { ruleOfVerdicts } from "./rule.ts";

/** A claim as it is written down before the runs. */
export interface Expectation extends Pick<ClaimResult, "name" | "statement" | "measure"> {
  readonly comparisons: readonly {
    readonly statement: string;
    readonly expected: "above" | "below";
    readonly threshold: number;
    readonly decides: boolean;
  }[];
}

export interface ReproductionPlan extends Choice {
  /** The command that runs it, and goes on with it. */
  readonly command: string;
  readonly hours: number;
  readonly data: string;
  readonly machine: { readonly cpu: string; readonly threads: number; readonly libtorch: string };
  readonly mochi: string;
  readonly commit: string | null;
  readonly costs: Costs;
  readonly rule: readonly string[];
  readonly cells: readonly (ExpandedCell & { readonly purpose: string })[];
  readonly claims: readonly Expectation[];
}

/** Side of the views: a step costs a third of one on 32 px, so that there is time for seeds. */
export const imageSize = 16;

/** The whole plan of a choice. */
export function makePlan(choice: Choice, costs: Costs, values: ReproduceValues, command: string): ReproductionPlan {
  const { threads, version } = buildInfo();
  const { hours, data } = values;
  const cells = grid.map((cell) => ({
    name: cell.name,
    purpose: cell.purpose,
    values: {
      ...cellValues(cell, { data, width: choice.width, epochs: choice.epochs, imageSize }),
      // Written down, so that a later sitting on another machine trains as the first did.
      precision: choosePrecision("auto").precision,
    },
    seeds: Array.from({ length: seedsOf(cell, choice.seeds) }, (_, seed) => seed),
  }));
  return {
    command,
    hours,
    data,
    ...choice,
    machine: { cpu: cpus()[0]?.model.trim() ?? "unknown", threads, libtorch: version },
    ...describeProgram(),
    costs,
    rule: ruleOfVerdicts,
    cells,
    claims: expectations(),
  };
}

/** What the claims expect, by the code as it is now. */
export function expectations(): Expectation[] {
  return judge(new Map()).map(({ name, statement, measure, comparisons }) => ({
    name,
    statement,
    measure,
    comparisons: comparisons.map(({ statement, expected, threshold, decides }) => ({
      statement,
      expected,
      threshold,
      decides,
    })),
  }));
}

const fileName = "plan.json";

/** plan.json, and plan.md for reading. */
export function writePlan(folder: string, plan: ReproductionPlan): void {
  writeWhole(join(folder, "plan.md"), [planPage(plan)]);
  writeJson(join(folder, fileName), plan);
}

/**
 * The plan in a folder, or undefined where there is none yet.
 * @throws UsageError `plan-differs` where it was made for other hours or data
 */
export function readPlan({ out, hours, data }: Pick<ReproduceValues, "out" | "hours" | "data">) {
  const path = join(out, fileName);
  if (!existsSync(path)) return undefined;
  const plan = JSON.parse(readFileSync(path, "utf8")) as ReproductionPlan;
  const differences = [
    ...(plan.hours === hours ? [] : [`for ${plan.hours} hours, not for ${hours}`]),
    ...(plan.data === data ? [] : [`on ${plan.data}, not on ${data}`]),
  ];
  if (differences.length === 0) return plan;
  throw new UsageError([
    {
      code: "plan-differs",
      message: `the plan in ${out} was made ${differences.join(", ")}; it is not changed once it is written`,
      where: path,
      remedy: `go on with: ${plan.command}; or start anew in another --out`,
    },
  ]);
}
