// Oracle: a run folder whose numbers are known; the file must show them, and nothing from outside.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { MochiError } from "../../src/errors.ts";
import { writeReport } from "../../src/report/index.ts";
import { type SweepRun, writeSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { config, type MadeRun, makeRun, metricsLines } from "./made-run.ts";

const report = async (changes?: MadeRun) => readFileSync(await writeReport([await makeRun(changes)]), "utf8");
const figure = (page: string, name: string) =>
  page.match(new RegExp(`<figure id="${name}">.*?</figure>`, "s"))?.[0] ?? "";
const lines = (svg: string) => svg.match(/<path[^>]* d="M[^"]*L[^"]*"[^>]* stroke="var\(--series/g) ?? [];

test("every figure is drawn, with marks, axis titles and units", async () => {
  const page = await report();
  const titles = {
    loss: ["contrastive loss (nats)", "training step"],
    knn: ["kNN top-1 accuracy (%)", "epochs trained"],
    "proxy-accuracy": ["proxy top-1 accuracy (%)", "training step"],
    "learning-rate": ["learning rate (per optimiser step)", "training step"],
  };
  for (const [name, axes] of Object.entries(titles)) {
    const svg = figure(page, name);
    for (const title of axes) expect(svg).toContain(`>${title}</text>`);
    expect(lines(svg).length, name).toBeGreaterThan(0);
  }
  expect(figure(page, "knn")).toContain("2,000 test images against 10,000 training images");
  for (const name of ["neighbours-0", "views-0"]) expect(figure(page, name)).toContain("data:image/png;base64,");
  expect(figure(page, "neighbours-0")).toContain("3 of 4 neighbours are of their query’s class");
});

test("numbers, commands, reasons and settings of the folder are on the page", async () => {
  const page = await report();
  const text = page
    .replace(/<(style|script)>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  for (const part of [
    "57.13",
    "93.20",
    "63.90 ± 0.13",
    "96.40 ± 0.14",
    "9 min 52 s",
    "701",
    "75.00",
    ...config.notes,
  ]) {
    expect(text).toContain(part);
  }
  expect(page.replace(/<\/?span>/g, "")).toContain(`<code class="command">${config.command}</code>`);
  expect(text).not.toContain("not finished");
});

test("nothing is loaded from outside, and each id is used once", async () => {
  const page = await report();
  const sources = [...page.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)].map((match) => match[1] ?? match[2]!);
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((source) => !/^(data:|#)/.test(source))).toEqual([]);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the same folder gives the same file", async () => {
  const run = await makeRun();
  const first = readFileSync(await writeReport([run]), "utf8");
  expect(readFileSync(await writeReport([run]), "utf8")).toBe(first);
});

test("names are escaped wherever they appear", async () => {
  const evil = `<script>alert("1")</script>`;
  const grid = { title: evil, caption: evil, rows: 1, columns: 2, cell: 8, classes: [[evil, evil]] };
  const page = await report({
    config: { method: evil, preset: evil, command: evil, notes: [evil], options: { data: evil, [evil]: evil } },
    pictures: { neighbours: grid },
  });
  expect(page).not.toContain(evil);
  expect(page).not.toContain("<script>alert");
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page).toContain("&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;");
});

test("a torn last line is passed over; a damaged line within is named", async () => {
  const [first, ...rest] = metricsLines().map((line) => JSON.stringify(line));
  const torn = await report({ metrics: [first, ...rest, `{"kind":"step","st`].join("\n") });
  expect(lines(figure(torn, "loss")).length).toBeGreaterThan(0);
  expect(torn).not.toContain("could not be read");
  const damaged = await report({ metrics: [first, "{oops", ...rest, ""].join("\n") });
  expect(lines(figure(damaged, "loss")).length).toBeGreaterThan(0);
  expect(damaged).toContain("could not be read: metrics.jsonl line 2");
});

test("a run that has only just begun still gets its report", async () => {
  const page = await report({
    state: { status: "running", step: 0, epoch: 0, mixedSteps: 0, trainSeconds: 0 },
    environment: undefined,
    metrics: undefined,
    evaluations: {},
    pictures: {},
  });
  expect(page).toContain("This run is not finished: it was still training at step 0 of 120");
  expect(page).toContain("Missing from this report");
  expect(page).not.toContain("<figure");
  expect(page).not.toMatch(/NaN|undefined/);
});

test("one point is enough for a figure", async () => {
  const [first] = metricsLines();
  const page = await report({ metrics: `${JSON.stringify(first)}\n`, evaluations: {} });
  expect(figure(page, "loss")).toContain("<svg");
  expect(page).not.toMatch(/NaN|undefined/);
});

test("several runs: one table, overlaid curves, the file in the first folder", async () => {
  const runs = [await makeRun(), await makeRun({ config: { method: "moco-v2" } })];
  const path = await writeReport(runs);
  expect(path).toBe(join(runs[0]!, "report.html"));
  const page = readFileSync(path, "utf8");
  expect(page).toContain("mochi, moco-v2 on cifar10");
  for (const run of runs) expect(figure(page, "loss")).toContain(`>${basename(run)}</text>`);
  expect(figure(page, "loss")).toContain("--series-2");
  expect(page).toContain(`<figure id="neighbours-1">`);
});

test("of a sweep of many runs its one command comes first, those of its configurations are to be unfolded", async () => {
  const sweep = temporaryFolder();
  const runs: SweepRun[] = [];
  for (let seed = 0; seed < 9; seed++) {
    cpSync(await makeRun({ config: { options: { ...config.options, seed } } }), join(sweep, `${seed}`), {
      recursive: true,
    });
    runs.push({ seed, folder: `${seed}`, status: "finished", top1: {} });
  }
  writeSweep(sweep, { name: "s", command: "mochi sweep s.ts", cells: [{ name: "a", values: {}, runs, top1: {} }] });
  const page = readFileSync(await writeReport([sweep]), "utf8");
  const [whole, single] = page.split('<div id="repeat">')[1]!.split("<details>");
  expect(whole!.match(/<pre>/g)).toHaveLength(2);
  expect(whole!.replace(/<[^>]*>/g, "")).toContain("mochi sweep s.ts");
  expect(single!.split("</details>")[0]!.match(/<pre>/g)).toHaveLength(3);
});

test("a folder that is no run is refused with its name and a remedy", async () => {
  const run = await makeRun();
  writeFileSync(join(run, "config.json"), "{");
  for (const folder of [run, join(run, "nowhere")]) {
    const failure = await writeReport([folder]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MochiError);
    expect(failure).toMatchObject({ code: "not-a-run", message: expect.stringContaining(folder) });
  }
  await expect(writeReport([])).rejects.toThrow("at least one run folder");
});
