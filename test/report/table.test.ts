// Oracle: markup written out by hand.
import { expect, test } from "vitest";
import { html } from "../../src/report/html.ts";
import { table } from "../../src/report/table.ts";

test("cells carry what they are sorted by and the heading they stand under", () => {
  const { text } = table(
    [{ title: "Run" }, { title: "Time", isNumeric: true }],
    [
      [
        { content: html`<b>a</b>`, sortBy: "a" },
        { content: "1 min", sortBy: 60 },
      ],
      [{ content: "b" }, { content: "–" }],
    ],
    { isMarked: (row) => row === 1 },
  );
  expect(text).toContain(`<th scope="col" class="number"><button type="button">Time</button></th>`);
  expect(text).toContain(
    `<tr><th scope="row" data-sort="a" data-title="Run"><b>a</b></th><td class="number" data-sort="60" data-title="Time">1 min</td></tr>`,
  );
  // Nothing is sorted behind everything.
  expect(text).toContain(`<td class="number" data-sort="" data-title="Time">–</td>`);
  expect(text).toContain(`<tr class="marked"><th scope="row" data-sort="b" data-title="Run">b</th>`);
});
