// Oracle: a real browser, in which every figure of a full report must show and the map must answer; skipped without one.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeReport } from "../../src/report/index.ts";
import { analyses, CLASSES, lookLines } from "./made-analyses.ts";
import { makeRun, metricsLines } from "./made-run.ts";
import { hasBrowser, launch, openPage } from "./open-page.ts";

// Marks that take up room on the page.
const COUNT_MARKS = `[...document.querySelectorAll("figure")].map((figure) => [
  figure.id,
  [...figure.querySelectorAll("svg path, svg rect, svg image, svg circle, svg use, .cell")].filter((mark) => {
    const { width, height } = mark.getBoundingClientRect();
    return width + height > 0;
  }).length,
])`;

// More test images than vectors are drawn for.
const TEST_IMAGES = 2100;
const all = analyses({ testImages: TEST_IMAGES });

describe.skipIf(!hasBrowser)("a full report in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  async function open(width: number, colorScheme: "light" | "dark") {
    const metrics = [...metricsLines(), ...lookLines()].map((line) => `${JSON.stringify(line)}\n`).join("");
    return openPage(browser, await writeReport([await makeRun({ metrics, analyses: all })]), width, colorScheme);
  }

  test.each([
    [1280, "light"],
    [390, "dark"],
  ] as const)("at %i px, %s: every figure has marks, nothing is logged or loaded", async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    const marks = Object.fromEntries(await page.evaluate<[string, number][]>(COUNT_MARKS));
    expect(Object.keys(marks)).toEqual([
      ...["loss", "knn", "proxy-accuracy", "learning-rate"],
      ...["proxy-task", "gradient-share", "false-negatives", "false-lift", "false-synthetic"],
      ...["hardness-epochs", "hardness-epochs-synthetic"],
      ...["hardness", "spectrum", "umap-0", "confusion-0", "pca-0", "microscope-0"],
      ...["neighbours-0", "views-0"],
    ]);
    for (const [name, count] of Object.entries(marks)) expect(count, name).toBeGreaterThan(0);
    expect(marks["umap-0"]).toBeGreaterThanOrEqual(60);
    expect(marks["confusion-0"]).toBeGreaterThanOrEqual(10);
    expect(await page.locator("#pca-0 svg image").count()).toBe(1);
    expect(await page.locator("#pca-0 svg circle").count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("the map: a mark shows its image when pointed at, its five neighbours when clicked", async () => {
    const { page, complaints } = await open(1280, "light");
    const mark = page.locator("#umap-0 .points circle").nth(7);
    await mark.hover({ force: true });
    const tip = page.locator("#umap-0 .map-tip");
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toBe(CLASSES[7]);
    const cell = tip.locator(".cell");
    const background = `getComputedStyle(document.querySelector("#umap-0 .map-tip .cell")).backgroundImage`;
    expect(await page.evaluate(background)).toMatch(/^url\("data:image\/png/);
    expect(await cell.evaluate((element) => element.style.getPropertyValue("--column"))).toBe("7");

    await mark.click({ force: true });
    const shots = page.locator("#umap-0 .map-shown .shot");
    expect(await shots.count()).toBe(6);
    const { umap, classes } = all.map;
    const titleOf = (i: number) => `${classes[umap.classes[i]!]}, test image ${umap.ids[i]}`;
    const titles = await shots.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("title")));
    expect(titles).toEqual([7, ...umap.neighbours[7]!].map(titleOf));
    expect(await page.locator("#umap-0 .map-overlay .link").count()).toBe(5);

    // A neighbour leads on to its own.
    await shots.nth(1).click();
    expect(await shots.first().getAttribute("title")).toBe(titleOf(umap.neighbours[7]![0]!));
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("the map by keyboard: arrows walk, Enter chooses, Escape clears; a class is picked out by its name", async () => {
    const { page, complaints } = await open(1280, "light");
    const tip = page.locator("#umap-0 .map-tip");
    const shots = page.locator("#umap-0 .map-shown .shot");
    await page.locator("#umap-0 svg").first().focus();
    await page.keyboard.press("ArrowRight");
    expect(await tip.textContent()).toBe(CLASSES[0]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await shots.count()).toBe(6);
    await page.keyboard.press("Escape");
    expect(await shots.count()).toBe(0);
    expect(await tip.isVisible()).toBe(false);

    await page.locator("#umap-0 .chip", { hasText: "cat" }).click();
    const faint = page.locator("#umap-0 .points circle.faint");
    expect(await faint.count()).toBe(54);
    await page.locator("#umap-0 .chip", { hasText: "cat" }).click();
    expect(await faint.count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
