// Oracle: made machines with one thing wrong each, and the line and exit code that must follow.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { examineBlas, runDoctor, type SetupFacts } from "../../src/cli/doctor.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

const WORKING = `
  exports.fromTypedArray = exports.operatorId = exports.call = () => 1;
  exports.toTypedArray = () => [64];
  exports.buildInfo = () => ({ version: "1.13.0", path: "/made/libtorch_cpu.so" });`;

beforeEach(() => {
  vi.stubEnv("MOCHI_DATA", temporaryFolder());
  vi.stubEnv("OMP_NUM_THREADS", "1");
  return () => vi.unstubAllEnvs();
});

/** Facts of a machine where all is well, with an addon made of JavaScript. */
function madeFacts({
  addon = WORKING,
  ...changes
}: Partial<Omit<SetupFacts, "addon">> & { addon?: string } = {}): SetupFacts {
  const path = join(temporaryFolder(), "mochi.cjs");
  writeFileSync(path, addon);
  return {
    node: { version: "20.20.2", isNewEnough: true },
    compiler: "g++ 12.2.0",
    missingTools: [],
    missingPackages: [],
    libtorch: { version: "1.13.0", prefix: "/usr", source: "system" },
    libtorchProblem: undefined,
    addon: { path, staleness: undefined },
    ...changes,
  };
}

async function examined(facts: SetupFacts) {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    return { code: await runDoctor(facts), printed: write.mock.calls.join("") };
  } finally {
    write.mockRestore();
  }
}

test("a machine where all is well", async () => {
  const { code, printed } = await examined(madeFacts());
  for (const line of [
    "✓ Node        20.20.2",
    "✓ compiler    g++ 12.2.0; make, python3",
    "✓ libtorch    1.13.0 in /usr",
    "libtorch 1.13.0 from /made/libtorch_cpu.so",
    "✓ threads     1 for operators",
    "– data sets   cifar10: absent in ",
    "\neverything needed is there\n",
  ]) {
    expect(printed).toContain(line);
  }
  expect(code).toBe(0);
});

test("nothing set up yet: each part is named with its remedy", async () => {
  const facts: SetupFacts = {
    ...madeFacts({
      compiler: undefined,
      missingTools: ["make"],
      missingPackages: ["libtorch-dev"],
      libtorch: undefined,
    }),
    addon: { path: "/nowhere/mochi.node", staleness: undefined },
  };
  const { code, printed } = await examined(facts);
  for (const line of [
    "✖ compiler    without a C++ compiler, make\n",
    "✖ packages    not installed: libtorch-dev\n              → run `npx mochi setup`",
    "✖ libtorch    not found\n              → run `npx mochi setup`",
    "✖ addon       /nowhere/mochi.node is not built yet\n              → run `npx mochi setup`",
    "\nneeded and missing: compiler, packages, libtorch, addon\n",
  ]) {
    expect(printed).toContain(line);
  }
  expect(code).toBe(1);
});

test.each([
  [
    "throws",
    'throw new Error("libtorch_cpu.so.1.13: cannot open shared object file")',
    "does not work: Error: libtorch_cpu.so.1.13: cannot open shared object file",
  ],
  ["crashes", 'process.kill(process.pid, "SIGSEGV")', "does not work: its process was ended by SIGSEGV"],
  ["multiplies wrongly", `${WORKING} exports.toTypedArray = () => [63];`, "multiplies wrongly: 64 expected, 63 found"],
])("an addon that %s is a fault, not the doctor's end", async (_name, addon, message) => {
  const { code, printed } = await examined(madeFacts({ addon }));
  expect(printed).toMatch(new RegExp(`✖ addon .*${message}\n +→ `));
  expect(printed).toContain("needed and missing: addon");
  expect(code).toBe(1);
});

test("a wrong LIBTORCH and an old Node are faults", async () => {
  const { code, printed } = await examined(
    madeFacts({
      node: { version: "18.20.4", isNewEnough: false },
      libtorch: undefined,
      libtorchProblem: "LIBTORCH=/x is no libtorch",
    }),
  );
  expect(printed).toContain("✖ Node        18.20.4 is too old\n              → install 20.19 or newer");
  expect(printed).toContain("✖ libtorch    LIBTORCH=/x is no libtorch\n              → set LIBTORCH to the folder");
  expect(code).toBe(1);
});

test("an addon that is older than its sources works, with a warning", async () => {
  const facts = madeFacts();
  facts.addon.staleness = "native/ changed";
  const { code, printed } = await examined(facts);
  expect(printed).toMatch(/⚠ addon .*; native\/ changed\n +→ run `npx mochi setup`/);
  expect(code).toBe(0);
});

test("without a compiler a finished build goes on working", async () => {
  const { code, printed } = await examined(madeFacts({ compiler: undefined }));
  expect(printed).toContain("– compiler    without a C++ compiler\n");
  expect(code).toBe(0);
});

test("more threads than cores are pointed out", async () => {
  vi.stubEnv("OMP_NUM_THREADS", "9999");
  expect((await examined(madeFacts())).printed).toMatch(/⚠ threads {5}9999 for operators/);
});

test.each([
  ["/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblasp-r0.3.21.so", "good"],
  ["/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so", "poor"],
  ["/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", "poor"],
  ["/opt/torch/lib/libtorch_cpu.so", "good"],
])("BLAS from %s is %s", (path, state) => {
  expect(examineBlas([path]).state).toBe(state);
});
