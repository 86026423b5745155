// Oracle: what the data layer is asked and what is printed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

vi.mock("../../src/data/describe.ts", () => ({
  describeData: async () => [
    {
      spec: "cifar10",
      meaning: "CIFAR-10",
      cached: { folder: "/cache/cifar10", bytes: 3 * 2 ** 20, state: "partial" },
    },
    { spec: "folder:/path", meaning: "your images", cached: undefined },
  ],
  prepareData: async (name: string, onProgress: (progress: object) => void) => {
    onProgress({ label: `download ${name}`, done: 5, total: 10 });
    return `${name}: 50,000 training images`;
  },
}));

test("without a name, the list, with what is cached", async () => {
  expect(await runCaptured("data")).toEqual({
    code: 0,
    stdout: "cifar10       CIFAR-10\n              partial, 3 MiB in /cache/cifar10\nfolder:/path  your images\n",
    stderr: "",
  });
});

test("with a name, that data set is fetched with progress", async () => {
  const { code, stdout, stderr } = await runCaptured("data", "cifar10");
  expect([code, stdout]).toEqual([0, "cifar10: 50,000 training images\n"]);
  expect(stderr).toContain("download cifar10  50 %");
});
