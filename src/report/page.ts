// The report as one HTML page: what was reached first, then how training went, what was learned, and how to repeat it.
import { ANALYSES_STYLE, classStyle } from "./analyses-style.ts";
import { commandLine } from "./command.ts";
import { count, duration, epochCount, folderName, NOTHING, optionValue, percent } from "./format.ts";
import { Html, type HtmlValue, html } from "./html.ts";
import { agreement, imageGrid } from "./image-grid.ts";
import { MAP_SCRIPT } from "./map-script.ts";
import { seriesOf } from "./series.ts";
import { SORT_SCRIPT } from "./sort-script.ts";
import { collapseNotice, missingNotice, skippedNotice, stateNotice } from "./state.ts";
import { STYLE } from "./style.ts";
import { comparisonLine, mixedPercent, resultLine, type Score, type Summary } from "./summary.ts";
import { configurationTable, environmentTable, evaluationsTable, mostSideBySide, resultsTable } from "./tables.ts";

/** What was drawn for the page. */
export interface Drawn {
  /** The folders that the report was asked for. */
  folders: readonly string[];
  /** Those that made all runs of such a folder: sweeps, a reproduction. */
  commands: readonly string[];
  training: readonly Html[];
  /** Sections that follow the results, and those that follow the curves. */
  sweeps: Html | undefined;
  claims: Html | undefined;
  analyses: Html | undefined;
  /** Rules of the sprites that the sections show. */
  spriteStyle: string;
  /** How many classes the maps colour. */
  classes: number;
}

/** The whole document; runs stand in the order in which they were named. */
export function renderPage(summaries: readonly Summary[], drawn: Drawn): string {
  const title = pageTitle(summaries);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title} – Mochi</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO.text)}">
<style>${new Html([STYLE, ANALYSES_STYLE, classStyle(drawn.classes), drawn.spriteStyle].join("\n"))}</style>
</head>
<body>
${pageHeader(summaries, title)}
<main>
${drawn.claims}
${resultsSection(summaries)}
${drawn.sweeps}
${curvesSection(drawn.training)}
${drawn.analyses}
${picturesSection(summaries)}
${setupSection(summaries, drawn)}
</main>
${pageFooter(summaries)}
<script>${new Html(drawn.classes > 0 ? SORT_SCRIPT + MAP_SCRIPT : SORT_SCRIPT)}</script>
</body>
</html>
`.text;
}

// Three dumplings on a stick.
const LOGO = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 22" aria-hidden="true"><path d="M1 11h62" stroke="#b99a6b" stroke-width="2.5" stroke-linecap="round"/><g stroke-width="1.2"><circle cx="13" cy="11" r="8.6" fill="#f4a9bb" stroke="#dd869c"/><circle cx="31" cy="11" r="8.6" fill="#fffaf0" stroke="#d3c6ae"/><circle cx="49" cy="11" r="8.6" fill="#a5c97c" stroke="#7fa653"/></g></svg>`;

/** `mochi on cifar10`; all methods and all data of a comparison. */
function pageTitle(summaries: readonly Summary[]): string {
  const configs = summaries.map(({ run }) => run.config);
  const distinct = (names: readonly string[]) => [...new Set(names)].join(", ");
  return `${distinct(configs.map(({ method }) => method))} on ${distinct(configs.map(({ options }) => optionValue(options.data)))}`;
}

function pageHeader(summaries: readonly Summary[], title: string): Html {
  const notices = summaries.map((summary) => {
    const notices = [
      stateNotice(summary),
      collapseNotice(summary.run),
      skippedNotice(summary.run),
      missingNotice(summary.run, { hasPictures: summaries.length <= mostSideBySide }),
    ];
    const texts = notices.filter((text) => text !== undefined);
    if (texts.length === 0) return undefined;
    return html`${summaries.length > 1 && html`<h3>${summary.label}</h3>`}${texts}`;
  });
  const [only, ...others] = summaries;
  const single = only && others.length === 0 ? only : undefined;
  return html`<header>
<div class="brand">${LOGO}<span>Mochi · pre-training report</span></div>
<h1>${title} <small>${single ? `preset ${single.run.config.preset}` : `${summaries.length} runs compared`}</small></h1>
<p class="lead">${single ? resultLine(single) : comparisonLine(summaries)}</p>
${single && tiles(single)}
${notices}
</header>`;
}

function tiles(summary: Summary): Html {
  const { knn, linear, trainSeconds, imagesPerSecond, mixedShare, isFinished } = summary;
  const tile = (name: string, value: string, unit: string, note: HtmlValue, kind = "") =>
    html`<div class="tile ${kind}"><span>${name}</span><b>${value}${value !== NOTHING && unit && html`<i> ${unit}</i>`}</b><small>${note}</small></div>\n`;
  const scoreTile = (name: string, score: Score | undefined) =>
    tile(
      name,
      percent(score?.mean.top1),
      score?.std ? `± ${percent(score.std.top1)} %` : "%",
      scoreNote(score),
      "score",
    );
  return html`<div class="tiles">
${scoreTile("kNN top-1", knn)}${scoreTile("Linear top-1", linear)}${tile("Training time", duration(trainSeconds), "", "evaluation not counted")}${tile("Rate", count(imagesPerSecond), "images/s", "median over the steps")}${
  mixedShare !== undefined &&
  tile("Steps with mixing", mixedPercent(summary), "%", isFinished ? "of all steps" : "of the steps so far")
}</div>`;
}

function scoreNote(score: Score | undefined): string {
  if (!score) return "not evaluated";
  if (score.monitoredAt !== undefined) return `monitor, epoch ${epochCount(score.monitoredAt)}`;
  const repeated = score.repetitions > 1 ? `, ${score.repetitions} repeats` : "";
  return `top-5 ${percent(score.mean.top5)} %${repeated}`;
}

function resultsSection(summaries: readonly Summary[]): Html {
  const measured = evaluationsTable(summaries);
  return html`<section id="results"><h2>Results</h2>
${resultsTable(summaries)}
${measured && html`<h3>How each accuracy was measured</h3>`}
${measured}
</section>`;
}

function curvesSection(figures: readonly Html[]): Html | undefined {
  if (figures.length === 0) return undefined;
  return html`<section id="curves"><h2>Training</h2>
<div class="figures">
${figures}</div></section>`;
}

// Of each configuration the first seed: those of the others would look alike.
function picturesSection(summaries: readonly Summary[]): Html | undefined {
  if (summaries.length > mostSideBySide) return undefined;
  const shown = seriesOf(summaries).map(({ members }) => members[0]!);
  const figures = shown.flatMap(({ run, label }, i) => {
    const { neighbours, views } = run.pictures;
    const heading = (title: string) => (summaries.length > 1 ? `${title}: ${label}` : title);
    const found = neighbours?.grid && agreement(neighbours.grid);
    const counted =
      found && ` ${found.same} of ${found.of} neighbours are of their query’s class; the others are dashed.`;
    return [
      neighbours &&
        html`<figure id="neighbours-${i}"><h3>${heading(neighbours.grid?.title ?? "Nearest neighbours")}</h3>
<p>${neighbours.grid?.caption}${counted}</p>
<div class="picture">${imageGrid(neighbours, { name: `neighbours-${i}`, gapBefore: (column) => column === 1, isQueryFirst: true })}</div></figure>\n`,
      views &&
        html`<figure id="views-${i}"><h3>${heading(views.grid?.title ?? "Augmented views")}</h3>
<p>${views.grid?.caption}</p>
<div class="picture">${imageGrid(views, { name: `views-${i}`, gapBefore: (column) => column % 2 === 0, isQueryFirst: false })}</div></figure>\n`,
    ].filter((figure) => figure !== undefined);
  });
  if (figures.length === 0) return undefined;
  return html`<section id="pictures"><h2>Neighbours and views</h2>
<div class="pictures">
${figures}</div></section>`;
}

function setupSection(summaries: readonly Summary[], drawn: Drawn): Html {
  const several = summaries.length > 1;
  const notes = sharedNotes(summaries).map(
    ({ note, labels }) => html`<li>${labels.length > 0 && html`<b>${labels.join(", ")}</b>: `}${note}</li>\n`,
  );
  const options = html`<div id="options"><h3>Options, and where each value came from</h3>
${configurationTable(summaries)}</div>`;
  const rest = html`<div id="repeat"><h3>Repeat it</h3>
<p>In a clone, write <code>npx mochi</code>.</p>
${commands(summaries, drawn)}</div>
${
  notes.length > 0 &&
  html`<div id="reasons"><h3>Why these values</h3>
<ul>
${notes}</ul></div>`
}
<div id="environment"><h3>Environment</h3>
${environmentTable(summaries)}</div>`;
  // Side by side only where the table of options has no column per run.
  return html`<section id="setup"><h2>Set-up</h2>
${several ? html`${rest}${options}` : html`<div class="columns"><div>${rest}</div>${options}</div>`}</section>`;
}

/** Each note once, with the runs it belongs to where it does not belong to all. */
function sharedNotes(summaries: readonly Summary[]): { note: string; labels: string[] }[] {
  const notes = new Set(summaries.flatMap(({ run }) => run.config.notes));
  return [...notes].map((note) => {
    const owners = summaries.filter(({ run }) => run.config.notes.includes(note));
    return { note, labels: owners.length === summaries.length ? [] : owners.map(({ label }) => label) };
  });
}

function commands(summaries: readonly Summary[], { folders, commands }: Drawn): Html {
  // Of many runs one of each configuration: the others differ in their seed.
  const areMany = summaries.length > mostSideBySide;
  const shown = areMany ? seriesOf(summaries).map(({ members }) => members[0]!) : summaries;
  const lines = shown.flatMap(({ run: { config, evaluations, analyses } }) => [
    config.command,
    ...Object.values(evaluations).map(({ command }) => command),
    ...new Set(Object.values(analyses).map(({ command }) => command)),
  ]);
  const report = `mochi report ${folders.map(folderName).join(" ")}`;
  const written = (all: readonly (string | undefined)[]) =>
    all.flatMap((line) => (line ? html`<pre>${commandLine(line)}</pre>\n` : []));
  if (!areMany) return html`${written([...lines, report])}`;
  return html`${written([...commands, report])}<details><summary>Run by run: the first of each configuration</summary>
${written(lines)}</details>`;
}

function pageFooter(summaries: readonly Summary[]): Html {
  const versions = [
    ...new Set(
      summaries.map(
        ({ run: { config } }) => `Mochi ${config.mochi}${config.commit ? ` (${config.commit.slice(0, 12)})` : ""}`,
      ),
    ),
  ];
  return html`<footer>${versions.join(", ")}. Accuracies are per cent of the test images; ± is the sample standard deviation.</footer>`;
}
