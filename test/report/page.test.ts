// Oracle: a real browser, which must log no error, ask for nothing and show every figure; skipped where it is missing.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeReport } from "../../src/report/index.ts";
import { config, makeRun } from "./made-run.ts";
import { hasBrowser, launch, openPage } from "./open-page.ts";

// How many marks of each figure take up room on the page.
const COUNT_MARKS = `[...document.querySelectorAll("figure")].map((figure) => ({
  id: figure.id,
  marks: [...figure.querySelectorAll("svg path, svg use, svg text")].filter((mark) => {
    const { width, height } = mark.getBoundingClientRect();
    return width + height > 0;
  }).length,
}))`;

describe.skipIf(!hasBrowser)("the report in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const open = (...page: [path: string, width: number, colorScheme?: "light" | "dark"]) => openPage(browser, ...page);

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
