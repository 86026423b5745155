// What a reader must know before trusting the numbers: that a run is unfinished, that a part of it is missing.
import type { Run, SpreadMetrics } from "../run/types.ts";
import { commandLine } from "./command.ts";
import { count, epochCount, folderName, moment } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Summary } from "./summary.ts";

/** A warning where the run is not finished, else undefined. */
export function stateNotice(summary: Summary): Html | undefined {
  const { run, isFinished } = summary;
  const { state } = run;
  if (isFinished) return undefined;
  if (!state) {
    return notice("This run has no state.json: whether it was finished is not known.");
  }
  const where = `at step ${count(state.step)} of ${count(state.steps)} (epoch ${epochCount(state.epoch)}, ${moment(state.updatedAt)})`;
  const folder = folderName(run.path);
  const resume = html`Go on with ${commandLine(`mochi pretrain --resume ${folder}`)}`;
  switch (state.status) {
    case "running":
      return notice(
        `This run is not finished: it was still training ${where}.`,
        html`Redraw this page with ${commandLine(`mochi report ${folder}`)}; should the run have died: ${resume}.`,
      );
    case "failed":
      return notice(
        `This run is not finished: it failed ${where}.`,
        html`The folder <code>diagnosis/</code> holds what was saved of the failure. ${resume}.`,
      );
    default:
      return notice(`This run is not finished: it was interrupted ${where}.`, html`${resume}.`);
  }
}

/** A warning where the features were collapsed when they were last looked at, or had been before, else undefined. */
export function collapseNotice({ spreads }: Pick<Run, "spreads">): Html | undefined {
  const collapsed = spreads.filter((spread) => spread.collapsed === 1);
  const last = spreads.at(-1);
  if (collapsed.length === 0 || !last) return undefined;
  const figures = ({ effectiveRank, deviation, epoch }: SpreadMetrics) =>
    `effective rank ${effectiveRank.toFixed(1)}, mean deviation ${deviation.toFixed(3)}/√d after epoch ${epochCount(epoch)}`;
  const text =
    last.collapsed === 1
      ? `The features are collapsed: ${figures(last)}.`
      : `The features were collapsed for a while: ${figures(collapsed.at(-1)!)}; at last ${figures(last)}.`;
  return notice(text, html`An encoder counts as collapsed below an effective rank of 5 or a mean deviation of 0.1/√d.`);
}

/** How many images were passed over, in all sittings, and the first of them with its reason; else undefined. */
export function skippedNotice({ skipped, path }: Pick<Run, "skipped" | "path">): Html | undefined {
  const [first, ...others] = skipped;
  if (!first) return undefined;
  const text = `Images passed over: ${count(skipped.length)}.`;
  const file = html`<code>${folderName(path)}/skipped.json</code>`;
  return notice(
    text,
    others.length > 0
      ? html`The first is ${first.path} (${first.reason}); ${file} lists all.`
      : html`It is ${first.path} (${first.reason}), as ${file} says.`,
  );
}

/**
 * What is not in the folder, each with the command that adds it; and what could not be read.
 * @param page.hasPictures whether the page shows pictures of runs; else they are not missed
 */
export function missingNotice(run: Run, { hasPictures = true } = {}): Html | undefined {
  const folder = folderName(run.path);
  const { knn, linear } = run.evaluations;
  const missing = [
    !linear &&
      html`linear classification: ${commandLine(`mochi linear ${folder}`)} adds it, where the images have labels`,
    !knn && html`the final kNN evaluation: ${commandLine(`mochi knn ${folder}`)} adds it, where the images have labels`,
    run.steps.length === 0 && html`the curves: <code>metrics.jsonl</code> has no steps yet`,
    !run.monitors.some(({ name }) => name === "knn") &&
      html`the kNN curve: the monitor has not looked yet, or was off (<code>--knn-every 0</code>)`,
    Object.keys(run.analyses).length === 0 &&
      html`the analyses of the feature space: ${commandLine(`mochi analyze ${folder}`)} adds them`,
    !run.environment && html`the environment: no readable <code>environment.json</code>`,
    hasPictures &&
      !run.pictures.views &&
      html`the augmented views: no <code>pictures/views.png</code>; <code>mochi pretrain</code> draws it`,
    hasPictures &&
      !run.pictures.neighbours &&
      html`the nearest neighbours: no <code>pictures/neighbours.png</code>; <code>mochi pretrain</code> draws it when training ends`,
    ...run.damage.map((reason) => html`could not be read: ${reason}`),
  ].filter((line) => line !== false);
  if (missing.length === 0) return undefined;
  return html`<aside class="notice missing"><p><b>Missing from this report</b></p>
<ul>${missing.map((line) => html`<li>${line}</li>`)}</ul></aside>`;
}

function notice(text: string, remedy?: Html): Html {
  return html`<aside class="notice"><p><b>${text}</b> ${remedy}</p></aside>`;
}
