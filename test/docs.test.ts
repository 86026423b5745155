// Oracle: the code, for the pages that follow from it; the tree of files and the headings, for links.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { equations } from "../scripts/docs/equations.ts";
import { root } from "../scripts/docs/sources.ts";
import { staleFiles } from "../scripts/generate-docs.ts";

const pages = ["", "docs", "experiments"]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(".md"));

const withoutCode = (text: string) => text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings =
    readFileSync(join(root, page), "utf8")
      .replace(/^```.*?^```/gms, "")
      .match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What is wrong with a link, or undefined. */
function faultOf(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, target))) return `${page}: ${link} leads nowhere`;
  if (!anchor) return undefined;
  if (target.endsWith(".md")) return anchorsOf(target).includes(anchor) ? undefined : `${page}: no heading for ${link}`;
  const lines = readFileSync(join(root, target), "utf8").split("\n").length;
  return Number(anchor.replace(/^L/, "")) <= lines ? undefined : `${page}: ${link} is behind the last line`;
}

test("generated pages are as the code has them; `npm run docs` writes them", async () => {
  expect([...(await staleFiles()).keys()]).toEqual([]);
});

test("every relative link leads to a file, and to a heading or a line in it", () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(readFileSync(join(root, page), "utf8")).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => [
      page,
      link!,
    ]),
  );
  const inside = links.filter(([, link]) => !/^[a-z]+:/.test(link!));
  expect(inside.length).toBeGreaterThan(50);
  expect(inside.flatMap(([page, link]) => faultOf(page!, link!) ?? [])).toEqual([]);
});

test("every tagged equation has a test beside it", () => {
  expect(equations().length).toBeGreaterThan(10);
  expect(equations().filter(({ tests }) => tests.length === 0)).toEqual([]);
});

test("the link check sees what is wrong", () => {
  expect(faultOf("docs/native.md", "nothing.md")).toBe("docs/native.md: nothing.md leads nowhere");
  expect(faultOf("docs/native.md", "#no-such-heading")).toBe("docs/native.md: no heading for #no-such-heading");
  expect(faultOf("docs/native.md", "#adding-an-operator")).toBeUndefined();
  expect(faultOf("docs/native.md", "../src/index.ts#L9999")).toBe(
    "docs/native.md: ../src/index.ts#L9999 is behind the last line",
  );
});
