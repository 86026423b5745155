// Oracle: the top help as a snapshot, exit codes by the contract 0, 1, 2 and 130.
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { InterruptedError, MochiError } from "../../src/errors.ts";
import { runCaptured } from "./run-captured.ts";

const doctor = commands.find(({ name }) => name === "doctor")!;

/** The exit code and message of a command that throws. */
async function failWith(error: unknown) {
  const load = vi.spyOn(doctor, "load").mockResolvedValue({
    name: "doctor",
    summary: "",
    options: {},
    examples: [],
    run: () => Promise.reject(error),
  });
  try {
    return await runCaptured("doctor");
  } finally {
    load.mockRestore();
  }
}

test("the top help", async () => {
  const { code, stdout } = await runCaptured("--help");
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "mochi 0.1.0: pre-trains image encoders without labels, with hard negative mixing (MoCHi)

    Usage: mochi <command> [options]

    Commands:
      pretrain   train an encoder on images without labels
      knn        classify by nearest neighbours in a run's features
      linear     train a linear classifier on a run's frozen features
      analyze    look at a run's negatives and feature space
      sweep      run many configurations over several seeds
      reproduce  test the talk's claims at a scale that fits the machine
      report     write the page of one or more runs
      methods    list the methods that can be trained
      config     show the values of a preset and where each comes from
      data       list data sets, fetch one, or pack images into one file
      bench      measure how fast this machine trains and evaluates
      setup      install and build what is missing
      doctor     say what was found on this machine, and what is missing

      mochi <command> --help shows options and examples; mochi --version the version.
      In a clone: npx mochi …

    Examples:
      mochi pretrain --minutes 2 --out runs/taste          a first taste on CIFAR-10
      mochi pretrain --data ./photos --out runs/photos     an encoder for your own images
      mochi report runs/quickstart                         the run as a page
    "
  `);
  expect((await runCaptured()).stdout).toBe(stdout);
  expect((await runCaptured("help")).stdout).toBe(stdout);
});

test("the version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await runCaptured("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an unknown command suggests the nearest", async () => {
  expect(await runCaptured("pretrian")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '✖ unknown command "pretrian"; did you mean "pretrain"?\n' +
      "  commands: pretrain, knn, linear, analyze, sweep, reproduce, report, methods, config, data, bench, setup, doctor\n",
  });
  expect((await runCaptured("--quiet")).stderr).toMatch(/^✖ unknown flag "--quiet"\n/);
});

test("help before a command is the command's help", async () => {
  expect((await runCaptured("help", "knn")).stdout).toBe((await runCaptured("knn", "--help")).stdout);
});

test("failures exit with 1, interruptions with 130, each with its message", async () => {
  const fields = { code: "disk-full", message: "the disk is full", where: "runs/a", remedy: "make room" };
  expect(await failWith(new MochiError(fields))).toEqual({
    code: 1,
    stdout: "",
    stderr: "✖ the disk is full\n  → runs/a   make room\n",
  });
  expect((await failWith(new InterruptedError(fields))).code).toBe(130);
  const broken = await failWith(new TypeError("x is not a function"));
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain("TypeError: x is not a function\n    at ");
});
