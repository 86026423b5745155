// The tables of the report: results, how they were measured, configuration, environment.
import type { Run } from "../run/types.ts";
import { commandLine } from "./command.ts";
import { count, duration, epochCount, moment, NOTHING, optionValue, percentWithSpread } from "./format.ts";
import { Html, type HtmlValue, html } from "./html.ts";
import { type Series, seriesOf } from "./series.ts";
import { mixedPercent, type Score, type Summary, scoreOfGroup, spreadOver } from "./summary.ts";
import { type Cell, type Column, table } from "./table.ts";

/** A row per run, and a row per group of runs that differ in their seed alone. */
export function resultsTable(summaries: readonly Summary[]): Html {
  const columns: Column[] = [
    { title: "Run" },
    ...[
      "kNN top-1 (%)",
      "kNN top-5 (%)",
      "Linear top-1 (%)",
      "Linear top-5 (%)",
      "Training time",
      "Images/s",
      "Mixed steps (%)",
    ].map((title) => ({ title, isNumeric: true })),
  ];
  const ofRun = (summary: Summary): Cell[] => {
    const { label, knn, linear } = summary;
    return [
      { content: html`<b>${label}</b>`, sortBy: label },
      ...scoreCells(knn),
      ...scoreCells(linear),
      ...costCells(summary),
    ];
  };
  const ofMean = ({ label, members }: Series): Cell[] => {
    const scores = [...scoreCells(scoreOfGroup(members, "knn")), ...scoreCells(scoreOfGroup(members, "linear"))];
    const costs = {
      trainSeconds: spreadOver(members, ({ trainSeconds }) => trainSeconds)?.mean,
      imagesPerSecond: spreadOver(members, ({ imagesPerSecond }) => imagesPerSecond)?.mean,
      mixedShare: spreadOver(members, ({ mixedShare }) => mixedShare)?.mean,
    };
    return [{ content: `${label}: mean` }, ...scores, ...costCells(costs)];
  };
  return tableWithMeans(columns, summaries, { ofRun, ofMean });
}

/** Runs, and behind them, set off, their means over seeds; of many runs the means, and the runs to be unfolded. */
export function tableWithMeans(
  columns: readonly Column[],
  summaries: readonly Summary[],
  { ofRun, ofMean }: { ofRun: (summary: Summary) => Cell[]; ofMean: (series: Series) => Cell[] },
): Html {
  const series = seriesOf(summaries);
  const isRepeated = ({ members }: Series) => members.length > 1;
  const runs = summaries.map(ofRun);
  if (summaries.length <= mostSideBySide || !series.some(isRepeated)) {
    const rows = [...runs, ...series.filter(isRepeated).map(ofMean)];
    return table(columns, rows, { asCards: true, isMarked: (row) => row >= runs.length });
  }
  const means = series.map((one) => (isRepeated(one) ? ofMean(one) : ofRun(one.members[0]!)));
  return html`${table(columns, means, { asCards: true })}<details><summary>All ${runs.length} runs</summary>
${table(columns, runs, { asCards: true })}</details>
`;
}

/** For each final evaluation: the single repetitions, the settings, the time and the command. */
export function evaluationsTable(summaries: readonly Summary[]): Html | undefined {
  if (summaries.length > mostSideBySide) return undefined;
  const rows = summaries.flatMap(({ run, label }) =>
    Object.values(run.evaluations).map((evaluation): Cell[] => [
      ...(summaries.length > 1 ? [{ content: label }] : []),
      { content: html`<b>${evaluationTitle(evaluation.name)}</b>`, sortBy: evaluation.name },
      {
        content: evaluation.runs.map(({ top1 }) => percentWithSpread(top1, undefined)).join(", "),
        sortBy: evaluation.top1,
      },
      { content: optionValue(evaluation.options) },
      { content: duration(evaluation.seconds), sortBy: evaluation.seconds },
      { content: commandLine(evaluation.command ?? NOTHING), sortBy: evaluation.command },
    ]),
  );
  if (rows.length === 0) return undefined;
  const columns: Column[] = [
    ...(summaries.length > 1 ? [{ title: "Run" }] : []),
    { title: "Evaluation" },
    { title: "Top-1 of each repeat (%)" },
    { title: "Settings" },
    { title: "Took", isNumeric: true },
    { title: "Command" },
  ];
  return table(columns, rows, { asCards: true });
}

/** More runs than this have no columns of their own: a page of many is about their configurations. */
export const mostSideBySide = 8;

/**
 * A row per option with its value and source; of several runs side by side, those that differ come first. Of many runs a
 * row per configuration, with the options that differ.
 */
export function configurationTable(summaries: readonly Summary[]): Html {
  if (summaries.length > mostSideBySide) return configurationsTable(summaries);
  const configs = summaries.map(({ run }) => run.config);
  const keys = [...new Set(configs.flatMap(({ options }) => Object.keys(options)))];
  const value = (key: string) => configs.map(({ options }) => optionValue(options[key]));
  const differs = (key: string) => new Set(value(key)).size > 1;
  const ordered = [...keys.filter(differs), ...keys.filter((key) => !differs(key))];
  const source = (run: Run, key: string): Cell => {
    const name = run.config.sources[key] ?? NOTHING;
    return { content: html`<span class="source ${name}">${name}</span>`, sortBy: name };
  };
  const [only, ...others] = summaries;
  if (only && others.length === 0) {
    const rows = ordered.map((key): Cell[] => [{ content: key }, { content: value(key)[0] }, source(only.run, key)]);
    return table([{ title: "Option" }, { title: "Value" }, { title: "Source" }], rows);
  }
  const rows = ordered.map((key): Cell[] => [
    { content: key },
    ...value(key).map(
      (text, i): Cell => ({ content: html`${text} ${source(summaries[i]!.run, key).content}`, sortBy: text }),
    ),
  ]);
  const columns = [{ title: "Option" }, ...summaries.map(({ label }) => ({ title: label }))];
  return table(columns, rows, { isMarked: (row) => differs(ordered[row]!) });
}

function configurationsTable(summaries: readonly Summary[]): Html {
  const series = seriesOf(summaries);
  const optionsOf = (members: readonly Summary[]) => members[0]!.run.config.options;
  const keys = [...new Set(series.flatMap(({ members }) => Object.keys(optionsOf(members))))];
  const value = (members: readonly Summary[], key: string) => optionValue(optionsOf(members)[key]);
  const differing = keys.filter(
    (key) =>
      !["method", "seed", "out", "resume"].includes(key) &&
      new Set(series.map(({ members }) => value(members, key))).size > 1,
  );
  const rows = series.map(({ label, members }): Cell[] => [
    { content: html`<b>${label}</b>`, sortBy: label },
    { content: members[0]!.run.config.method },
    ...differing.map((key): Cell => ({ content: value(members, key) })),
  ]);
  return table([{ title: "Configuration" }, { title: "method" }, ...differing.map((title) => ({ title }))], rows, {
    asCards: true,
  });
}

/** A row per fact about the machine and the software, a column per run. */
export function environmentTable(summaries: readonly Summary[]): Html {
  const facts: [string, (run: Run) => HtmlValue][] = [
    ["Mochi", ({ config }) => config.mochi],
    ["Commit", ({ config }) => config.commit?.slice(0, 12)],
    ["Processor", ({ environment }) => environment?.cpu],
    ["Cores", ({ environment }) => environment?.cores],
    ["Threads used", ({ environment }) => environment?.threads],
    ["Memory", ({ environment }) => environment && `${environment.memoryGiB} GiB`],
    ["Device", ({ environment }) => environment?.device],
    [
      "Precision",
      ({ environment }) => environment && html`${environment.precision}<small>${environment.precisionReason}</small>`,
    ],
    [
      "libtorch",
      ({ environment }) =>
        environment && html`${environment.libtorch?.version}<small>${environment.libtorch?.path}</small>`,
    ],
    ["Node", ({ environment }) => environment?.node],
    ["Platform", ({ environment }) => environment?.platform],
    ["Started", ({ environment }) => environment && moment(environment.startedAt)],
  ];
  const rows = facts.map(([name, fact]): Cell[] => [
    { content: name },
    ...summaries.map(({ run }): Cell => ({ content: fact(run) ?? NOTHING })),
  ]);
  const several = summaries.length > 1;
  if (summaries.length > mostSideBySide) {
    const distinct = facts.map(([name, fact]): Cell[] => {
      const values = new Set(summaries.map(({ run }) => html`${fact(run) ?? NOTHING}`.text));
      return [{ content: name }, { content: [...values].map((text, i) => html`${i > 0 && "; "}${new Html(text)}`) }];
    });
    return table(
      [{ title: "Fact" }, { title: "Values" }],
      distinct.filter((_, i) => facts[i]![0] !== "Started"),
    );
  }
  return table([{ title: "Fact" }, ...summaries.map(({ label }) => ({ title: several ? label : "Value" }))], rows);
}

type Costs = Pick<Summary, "trainSeconds" | "imagesPerSecond" | "mixedShare">;

function costCells({ trainSeconds, imagesPerSecond, mixedShare }: Costs): Cell[] {
  return [
    { content: duration(trainSeconds), sortBy: trainSeconds },
    { content: count(imagesPerSecond), sortBy: imagesPerSecond },
    { content: mixedPercent({ mixedShare }), sortBy: mixedShare },
  ];
}

function scoreCells(score: Score | undefined): Cell[] {
  const note =
    score?.monitoredAt === undefined ? undefined : html`<small>monitor, epoch ${epochCount(score.monitoredAt)}</small>`;
  return [
    {
      content: html`<div>${percentWithSpread(score?.mean.top1, score?.std?.top1)}${note}</div>`,
      sortBy: score?.mean.top1,
    },
    { content: percentWithSpread(score?.mean.top5, score?.std?.top5), sortBy: score?.mean.top5 },
  ];
}

function evaluationTitle(name: string): string {
  const titles: Record<string, string> = { knn: "kNN", linear: "Linear" };
  return titles[name] ?? name;
}
