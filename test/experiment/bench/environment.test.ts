// Oracle: the variables and words written out by hand.
import { expect, test } from "vitest";
import { describeMachine, onOneCore, sideEnvironment } from "../../../src/experiment/bench/environment.ts";

test("all sides have one count of threads and the same spin", () => {
  expect(sideEnvironment(2, { OMP_NUM_THREADS: "8", HOME: "/h" })).toEqual({
    OMP_NUM_THREADS: "2",
    GOMP_SPINCOUNT: "30000",
    HOME: "/h",
  });
  expect(sideEnvironment(1, { OMP_WAIT_POLICY: "passive" })).toEqual({
    OMP_NUM_THREADS: "1",
    OMP_WAIT_POLICY: "passive",
  });
  expect(sideEnvironment(1, { GOMP_SPINCOUNT: "7" })).toEqual({ OMP_NUM_THREADS: "1", GOMP_SPINCOUNT: "7" });
});

test("the machine is told with the variables that are set", () => {
  const { threads, variables, cores, cpu } = describeMachine({ OMP_NUM_THREADS: "2", OPENBLAS_CORETYPE: "Zen" });
  expect(threads).toBe(2);
  expect(variables).toEqual({ OMP_NUM_THREADS: "2", OPENBLAS_CORETYPE: "Zen" });
  expect(cores).toBeGreaterThan(0);
  expect(cpu).not.toBe("");
});

test.runIf(process.platform === "linux")("a command is bound to one allowed core", () => {
  const { program, args } = onOneCore({ program: "node", args: ["a.js"] });
  expect(program).toBe("taskset");
  expect(args[0]).toBe("-c");
  expect(args[1]).toMatch(/^\d+$/);
  expect(args.slice(2)).toEqual(["node", "a.js"]);
});
