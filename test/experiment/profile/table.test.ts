// Oracle: the table of two made steps, as it was looked at.
import { expect, test } from "vitest";
import { summarize } from "../../../src/experiment/profile/summarize.ts";
import { profileTable } from "../../../src/experiment/profile/table.ts";
import { madeSteps } from "./made-steps.ts";

test("phases and operators, the largest first", () => {
  expect(profileTable(summarize(madeSteps())).join("\n")).toMatchInlineSnapshot(`
    "profile of a step: 150.0 ms, mean of 2
    phase              ms   share  in operators, ms
    backward         75.0  50.0 %              15.0
    encoder forward  45.0  30.0 %              37.5
    other            30.0  20.0 %              7.50

    operator (own time)    ms   share  calls
    aten::convolution    27.0  18.0 %      1
    aten::relu           7.50   5.0 %      1
    ReluBackward0        7.50   5.0 %      1
    aten::mul            7.50   5.0 %      1
    aten::item           7.50   5.0 %      1
    aten::conv2d         3.00   2.0 %      1"
  `);
});

test("operators beyond those shown are summed up", () => {
  const summary = summarize(madeSteps());
  const operators = Array.from({ length: 18 }, (_, i) => ({
    name: `op${i}`,
    kind: "operator" as const,
    calls: 2,
    ms: 1,
    share: 0.01,
  }));
  const lines = profileTable({ ...summary, operators });
  expect(lines.at(-1)).toMatch(/^3 others\s+3\.00\s+3\.0 %\s+6$/);
});
