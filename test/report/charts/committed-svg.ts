// Compares a drawn chart with the one beside the tests; a changed one is saved next to it, for the eye.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { drawFigure, type Figure } from "../../../src/report/charts/render.ts";

/** To accept a change, rename `<name>-changed.svg` to `<name>.svg`. */
export async function expectCommittedSvg(figure: Figure | undefined): Promise<string> {
  // One element a line, so that a change is seen where it is.
  const svg = `${(await drawFigure(figure!)).replaceAll("><", ">\n<")}\n`;
  const path = (suffix: string) => join(import.meta.dirname, `${figure!.name}${suffix}.svg`);
  const committed = existsSync(path("")) ? readFileSync(path(""), "utf8") : "";
  if (svg === committed) rmSync(path("-changed"), { force: true });
  else writeFileSync(path("-changed"), svg);
  expect(svg, `${figure!.name}.svg differs; look at ${figure!.name}-changed.svg`).toBe(committed);
  return svg;
}
