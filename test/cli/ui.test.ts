// Oracle: lines written out by hand, and a clock that is set here.
import { expect, test } from "vitest";
import { createUi, plainLine, terminalLine } from "../../src/cli/ui.ts";
import type { Progress } from "../../src/options/index.ts";

const step = (done: number, more: Partial<Progress> = {}): Progress => ({
  label: "pretrain",
  done,
  total: 1950,
  epoch: Math.floor((done - 1) / 195),
  epochs: 10,
  epochStep: ((done - 1) % 195) + 1,
  epochSteps: 195,
  loss: 6.104,
  figures: [{ label: "proxy", value: 0.3123, isShare: true }],
  imagesPerSecond: 742.4,
  ...more,
});

function recorder(isTTY: boolean, printFrequency?: number) {
  const written = { output: "", stream: "" };
  const clock = { ms: 0 };
  const to = (name: keyof typeof written) => ({
    isTTY,
    columns: 100,
    write: (text: string | Uint8Array) => {
      written[name] += text;
      return true;
    },
  });
  const settings = { output: to("output"), stream: to("stream"), now: () => clock.ms };
  return { ui: createUi(printFrequency ? { ...settings, printFrequency } : settings), written, clock };
}

test("a training step on a terminal and without one", () => {
  expect(terminalLine(step(600), 133)).toBe(
    "━━━━━━──────────────  epoch 4/10  loss 6.10  proxy 31.2 %  742 images/s  2:13 left",
  );
  expect(plainLine(step(600), 3725)).toBe("Epoch: [3][ 15/195]  loss 6.10  proxy 31.2 %  742 images/s  1:02:05 left");
});

test("numbers that are not there are not shown", () => {
  const bare = step(1950, { figures: undefined, imagesPerSecond: undefined, epochs: 9.5 });
  expect(terminalLine(bare, undefined)).toBe("━━━━━━━━━━━━━━━━━━━━  epoch 10/10  loss 6.10");
  expect(terminalLine({ label: "download cifar10", done: 30, total: 0 }, undefined)).toBe(
    "────────────────────  download cifar10  0 %",
  );
});

test("without a terminal every n-th step and the last are printed", () => {
  const { ui, written } = recorder(false, 50);
  for (let done = 1; done <= 1950; done++) ui.progress(step(done, { secondsLeft: 0 }));
  const lines = written.stream.trimEnd().split("\n");
  expect(lines).toHaveLength(39);
  expect(lines[0]).toBe("Epoch: [0][ 50/195]  loss 6.10  proxy 31.2 %  742 images/s  0:00 left");
  expect(written.stream).not.toContain("\x1b");
});

test("without a terminal other work is printed at each tenth", () => {
  const { ui, written } = recorder(false);
  for (let done = 0; done <= 100; done++) ui.progress({ label: "download", done, total: 100 });
  expect(written.stream.match(/download {2}\d+ %/g)).toEqual(
    [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((share) => `download  ${share} %`),
  );
});

test("on a terminal the line is redrawn in place, at most ten times a second, and makes room for messages", () => {
  const { ui, written, clock } = recorder(true);
  ui.progress(step(1));
  clock.ms = 50;
  ui.progress(step(2));
  clock.ms = 120;
  ui.progress(step(3));
  expect(written.stream.split("\r").length - 1).toBe(2);
  expect(written.stream).not.toContain("\n");

  ui.info("kNN top-1 41.2 %");
  expect(written.output).toBe("kNN top-1 41.2 %\n");
  expect(written.stream.endsWith("\r\x1b[2K")).toBe(true);
  ui.warn("odd");
  expect(written.stream.endsWith("\r\x1b[2K⚠ odd\n")).toBe(true);
});

test("the time left follows the pace since the job began, unless the job says it", () => {
  const { ui, written, clock } = recorder(false, 1);
  ui.progress(step(951));
  clock.ms = 10_000;
  ui.progress(step(961));
  // 10 steps in 10 s, 989 to go.
  expect(written.stream.trimEnd().split("\n").at(-1)).toMatch(/ {2}16:29 left$/);
  ui.progress(step(962, { secondsLeft: 5 }));
  expect(written.stream.trimEnd()).toMatch(/0:05 left$/);
});
