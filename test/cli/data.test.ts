// Oracle: what the data layer is asked and what is printed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const data = vi.hoisted(() => ({
  describeData: vi.fn(async () => "cifar10  fetched"),
  prepareData: vi.fn(async (name: string, onProgress: (progress: object) => void) => {
    onProgress({ label: `download ${name}`, done: 5, total: 10 });
    return `${name}: 50,000 training images`;
  }),
}));
vi.mock("../../src/data/index.ts", () => data);

test("without a name, the list", async () => {
  expect(await runCaptured("data")).toEqual({ code: 0, stdout: "cifar10  fetched\n", stderr: "" });
});

test("with a name, that data set is fetched with progress", async () => {
  const { code, stdout, stderr } = await runCaptured("data", "cifar10");
  expect([code, stdout]).toEqual([0, "cifar10: 50,000 training images\n"]);
  expect(stderr).toContain("download cifar10  50 %");
});
