// docs/equations.md: from an equation of a paper to the line that computes it, and to the test with the worked numbers.
import { filesBelow, groupBy, linkTo, page, type SourceFile, sentenceOf, table } from "./sources.ts";

export interface Equation {
  /** `MoCHi Eq. (1)` */
  readonly tag: string;
  /** As the comment writes it, with what it says of the case. */
  readonly formula: string;
  readonly path: string;
  readonly line: number;
  /** The tests that mirror the file, where there are any. */
  readonly tests: readonly SourceFile[];
}

// `// MoCo Eq. (1), MoCHi Eq. (1): L = …`, `// MoCHi §4.1: …`, `// MoCo Algorithm 1: …`
const REFERENCE = /(?:[A-Z]|i-)[\w-]*(?: & [A-Z]\w*)? (?:Eq\. \(\w+\)|§[\d.–]*\d|Algorithm \d+)/;
const TAGGED = new RegExp(`^\\s*// (${REFERENCE.source}(?:, ${REFERENCE.source})*)( [^:]*)?: (.+?)\\.?$`);

/** Every tagged line of src/, one entry for each of its references. */
export function equations(): Equation[] {
  const tests = filesBelow("test");
  return filesBelow("src").flatMap(({ path, lines }) =>
    lines.flatMap((text, index) => {
      const [, references = "", remark = "", formula = ""] = TAGGED.exec(text) ?? [];
      const mirror = tests.filter((test) => test.path === path.replace(/^src(.*)\.ts$/, "test$1.test.ts"));
      return references
        .split(", ")
        .filter(Boolean)
        .map((tag) => ({
          tag,
          formula: `${formula}${remark && ` (${remark.trim()})`}`,
          path,
          line: index + 1 + lines.slice(index).findIndex((line) => !/^\s*\/\//.test(line)),
          tests: mirror,
        }));
    }),
  );
}

export function equationsPage(): string {
  const byTag = groupBy(equations(), ({ tag }) => tag);
  const rows = [...byTag].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, uses]) => [tag, ...cellsOf(uses)]);
  return page(
    "Equations",
    "Each tagged comment `// MoCHi Eq. (n): …` of `src/` stands above the line that computes the equation. The test is the " +
      "one that mirrors the file; its first line says against what it checks.",
    table(["equation", "formula", "computed in", "tested in", "against"], rows),
  );
}

function cellsOf(uses: readonly Equation[]): string[] {
  const tests = [...new Map(uses.flatMap((use) => use.tests).map((test) => [test.path, test])).values()];
  return [
    [...new Set(uses.map(({ formula }) => formula))].join("<br>"),
    uses.map(({ path, line }) => linkTo(path, line)).join("<br>"),
    tests.map(({ path }) => linkTo(path)).join("<br>"),
    tests.map((test) => sentenceOf(test).replace(/^Oracle: /, "")).join("<br>"),
  ];
}
