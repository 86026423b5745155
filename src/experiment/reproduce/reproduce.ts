// mochi reproduce: plans the runs that the talk's claims need, makes what is left of them, and judges the claims.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatError, InterruptedError, MochiError } from "../../errors.ts";
import type { Ui } from "../../options/index.ts";
import type { ReproduceValues } from "../../options/reproduce.ts";
import { writeReport } from "../../report/index.ts";
import { writeWhole } from "../../run/atomic-file.ts";
import { type ClaimResults, writeClaims } from "../../run/claims-folder.ts";
import { analyzeRun } from "../analyze.ts";
import { onInterruption } from "../interruption.ts";
import { openTrainingData } from "../open-run.ts";
import { runCells } from "../sweep.ts";
import { sweepTable } from "../sweep-table.ts";
import { choosePlan } from "./choose-plan.ts";
import { judge } from "./claims/index.ts";
import { claimLines, claimsPage } from "./claims-page.ts";
import { leftOutOf, readFinishedRuns } from "./finished-runs.ts";
import { measureCosts } from "./measure-costs.ts";
import { expectations, imageSize, makePlan, type ReproductionPlan, readPlan, writePlan } from "./plan.ts";
import { planLines } from "./plan-page.ts";
import { ruleOfVerdicts } from "./rule.ts";

/** What the claims read of a finished run besides its metrics and evaluations. */
const neededAnalyses = ["alignment-uniformity"] as const;

/**
 * Goes on with the plan in `values.out`, or makes one; after every run the claims are judged anew from what is there.
 * @param analyze writes analyses of a run into its folder
 * @returns how many runs or analyses failed
 * @throws UsageError where the plan there is another, or hours are too few; InterruptedError once a checkpoint is written
 */
export async function reproduce(values: ReproduceValues, ui: Ui, analyze = analyzeRun): Promise<number> {
  const folder = values.out;
  const plan = readPlan(values) ?? (await planAnew(values, ui));
  for (const line of planLines(plan)) ui.info(line);
  ui.info(`plan, rule and claims: ${join(folder, "plan.md")}`);
  if (values.plan) return 0;

  const unanalyzed = new Set<string>();
  const afterRun = async (path: string) => {
    if (!(await analyzeFinished(path, analyze, ui))) unanalyzed.add(path);
    await updateClaims(folder, plan);
  };
  const { command, cells } = plan;
  const job = { name: "reproduce", folder, command, origin: join(folder, "plan.json"), cells, bySeed: true, afterRun };
  const results = await runCells(job, ui);
  for (const line of sweepTable(results)) ui.info(line);
  for (const line of claimLines(await updateClaims(folder, plan))) ui.info(line);
  ui.info(`claims: ${join(folder, "claims.md")}`);
  const runs = results.cells.flatMap((cell) => cell.runs);
  if (runs.some(({ status }) => status === "finished")) ui.info(`report: ${resolve(await writeReport([folder]))}`);
  return unanalyzed.size + runs.filter(({ status }) => status === "failed").length;
}

async function planAnew(values: ReproduceValues, ui: Ui): Promise<ReproductionPlan> {
  const data = await openTrainingData(values.data, { imageSize }, ui);
  const { train, test } = data;
  if (!train.labels || !train.info.classes || !test?.labels)
    throw new MochiError({
      code: "reproduce-without-labels",
      message:
        "the claims are about classes and accuracies, but the data has no training and test images with named classes",
      where: `--data ${values.data}`,
      remedy: "use cifar10, or a folder with train/<class>/ and test/<class>/",
    });
  const costs = await measureCosts({ data: { ...data, test }, source: values.data, imageSize, ui });
  const choice = choosePlan(values.hours, train.info.length, costs);
  const plan = makePlan(choice, costs.get(choice.width)!, values, commandOf(values));
  writePlan(values.out, plan);
  return plan;
}

/** False where it failed, which is said and passed over: the next sitting tries again. */
async function analyzeFinished(path: string, analyze: typeof analyzeRun, ui: Ui): Promise<boolean> {
  const missing = neededAnalyses.filter((name) => !existsSync(join(path, "analyses", `${name}.json`)));
  if (missing.length === 0) return true;
  const interruption = onInterruption(ui, "stopping after this analysis; once more to stop at once");
  try {
    await analyze(path, missing, ui);
    return true;
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    ui.progress(undefined);
    ui.warn(`the analysis of ${path} failed, going on\n${formatError(error)}`);
    return false;
  } finally {
    interruption.release();
  }
}

/** claims.json and claims.md from what is finished. */
async function updateClaims(folder: string, plan: ReproductionPlan): Promise<ClaimResults> {
  const runs = await readFinishedRuns(folder, plan.cells);
  const isAsPlanned = JSON.stringify([plan.claims, plan.rule]) === JSON.stringify([expectations(), ruleOfVerdicts]);
  const results: ClaimResults = {
    command: plan.command,
    finishedRuns: [...runs.values()].reduce((sum, { size }) => sum + size, 0),
    plannedRuns: plan.cells.reduce((sum, { seeds }) => sum + seeds.length, 0),
    differsFromPlan: !isAsPlanned,
    leftOut: leftOutOf(folder, plan.cells, runs),
    claims: judge(runs),
  };
  writeClaims(folder, results);
  writeWhole(join(folder, "claims.md"), [claimsPage(results)]);
  return results;
}

function commandOf({ hours, data, out, threads }: ReproduceValues): string {
  const flags = [
    `--hours ${hours}`,
    `--data ${data}`,
    `--out ${out}`,
    ...(threads > 0 ? [`--threads ${threads}`] : []),
  ];
  return `mochi reproduce ${flags.join(" ")}`;
}
