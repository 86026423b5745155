// Oracle: a real browser, which must log no error, ask for nothing and show every figure; skipped where it is missing.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeReport } from "../../src/report/index.ts";
import { madeLooks, writeAnalyses } from "./made-analyses.ts";
import { config, makeRun, metricsLines } from "./made-run.ts";

const executablePath = "/usr/bin/chromium";
const isHere = existsSync(executablePath);
if (!isHere) console.warn(`report in a browser: skipped, there is no ${executablePath} (apt-get install chromium)`);

// How many marks of each figure take up room on the page.
const COUNT_MARKS = `[...document.querySelectorAll("figure")].map((figure) => ({
  id: figure.id,
  marks: [...figure.querySelectorAll("svg path, svg use, svg text")].filter((mark) => {
    const { width, height } = mark.getBoundingClientRect();
    return width + height > 0;
  }).length,
}))`;

describe.skipIf(!isHere)("the report in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser.close());

  async function open(path: string, width: number, colorScheme: "light" | "dark" = "light") {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) complaints.push(`request: ${request.url()}`);
    });
    const url = pathToFileURL(path).href;
    await page.goto(url);
    return { page, complaints };
  }

  test.each([
    [1280, "light"],
    [390, "dark"],
  ] as const)(
    "at %i px, %s: no error, no request, every figure with marks, no sideways scrolling",
    async (width, scheme) => {
      const { page, complaints } = await open(await writeReport([await makeRun()]), width, scheme);
      const figures = await page.evaluate<{ id: string; marks: number }[]>(COUNT_MARKS);
      expect(figures.map(({ id }) => id)).toEqual([
        "loss",
        "knn",
        "proxy-accuracy",
        "learning-rate",
        "neighbours-0",
        "views-0",
      ]);
      for (const { id, marks } of figures) expect(marks, id).toBeGreaterThan(id === "views-0" ? 3 : 5);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test.each([
    [1280, "dark"],
    [390, "light"],
  ] as const)("at %i px, %s: an analyzed run has its figures, each with marks", async (width, scheme) => {
    const run = await makeRun({
      metrics: [...metricsLines(), ...madeLooks].map((line) => `${JSON.stringify(line)}\n`).join(""),
    });
    await writeAnalyses(run);
    const { page, complaints } = await open(await writeReport([run]), width, scheme);
    const figures = await page.evaluate<{ id: string; marks: number }[]>(COUNT_MARKS);
    const ids = figures.map(({ id }) => id);
    for (const id of ["proxy-task", "gradient-share", "false-negatives", "false-lift", "false-synthetic"])
      expect(ids).toContain(id);
    for (const id of ["hardness", "spectrum", "confusion", "map-pca", "map", "microscope"]) expect(ids).toContain(id);
    for (const { id, marks } of figures)
      expect(marks, id).toBeGreaterThan(id === "views-0" || id === "microscope" ? -1 : 2);
    expect(await page.locator("#microscope .cell").count()).toBe(7);
    expect(await page.locator("#microscope .false").count()).toBe(2);
    expect(await page.locator("#map circle").count()).toBe(40);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a point of the map shows its image on hover, its nearest on a click and on the arrow keys", async () => {
    const run = await makeRun();
    await writeAnalyses(run);
    const { page, complaints } = await open(await writeReport([run]), 1280);
    const shown = () => page.$$eval("#map .found small", (all) => all.map((one) => one.textContent));
    await page.locator("#map circle").nth(3).hover();
    expect(await shown()).toEqual(["cat"]);
    await page.locator("#map circle").nth(12).click();
    // Image 12 and the five after it.
    expect(await shown()).toEqual(["bird", "cat", "deer", "dog", "frog", "horse"]);
    expect(await page.locator("#map circle.near").count()).toBe(5);
    // The leftmost point is at π: image 20; one to the right is 19 or 21.
    await page.locator("#map-plot").click({ position: { x: 2, y: 2 } });
    await page.keyboard.press("ArrowRight");
    expect((await shown())[0]).toBe("plane");
    await page.keyboard.press("ArrowRight");
    expect(["truck", "car"]).toContain((await shown())[0]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("curves take the colours of the scheme", async () => {
    const path = await writeReport([await makeRun()]);
    const colour = async (scheme: "light" | "dark") => {
      const { page } = await open(path, 1280, scheme);
      const line = `#loss path[stroke^="var(--series-1"]`;
      const stroke = await page.evaluate(`getComputedStyle(document.querySelector('${line}')).stroke`);
      await page.close();
      return stroke;
    };
    expect([await colour("light"), await colour("dark")]).toEqual(["rgb(0, 114, 178)", "rgb(98, 182, 238)"]);
  });

  test("a click on a heading sorts, a second one turns the order round", async () => {
    const options = { ...config.options, lr: 0.12 };
    const path = await writeReport([
      await makeRun(),
      await makeRun({ config: { options }, state: { trainSeconds: 4000 } }),
    ]);
    const { page, complaints } = await open(path, 1280);
    const click = (title: string) => page.click(`#results table:first-of-type >> button:text-is("${title}")`);
    await click("Training time");
    expect(await column(page)).toEqual(["1 h 7 min", "9 min 52 s"]);
    await click("Training time");
    expect(await column(page)).toEqual(["9 min 52 s", "1 h 7 min"]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  function column(page: Page): Promise<(string | null)[]> {
    return page.$$eval(`#results .scroll:first-of-type td[data-title="Training time"]`, (all) =>
      all.map((cell) => cell.textContent),
    );
  }
});
