// Oracle: thread counts for made processors and command lines, counted by hand.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";

const bin = fileURLToPath(new URL("../../bin", import.meta.url));
const { physicalCores } = createRequire(import.meta.url)(join(bin, "physical-cores.cjs"));

function runBin(args: string[], environment: Record<string, string> = {}, isCompiled = true) {
  const root = temporaryFolder();
  cpSync(bin, join(root, "bin"), { recursive: true });
  if (isCompiled) {
    mkdirSync(join(root, "dist/cli"), { recursive: true });
    writeFileSync(join(root, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(root, "dist/cli/main.js"),
      `export async function run(argv) {
        console.log(JSON.stringify([argv, process.env.OMP_NUM_THREADS, process.env.UV_THREADPOOL_SIZE]));
        return 3;
      }`,
    );
  }
  const { PATH = "" } = process.env;
  return spawnSync(process.execPath, [join(root, "bin/mochi.cjs"), ...args], {
    env: { PATH, ...environment },
    encoding: "utf8",
  });
}

test.each([
  [["pretrain", "--threads", "7"], {}, ["7", "7"]],
  [["--threads=3"], { OMP_NUM_THREADS: "5" }, ["3", "4"]],
  [["knn"], { OMP_NUM_THREADS: "5" }, ["5", "5"]],
  [["knn"], { OMP_NUM_THREADS: "2", UV_THREADPOOL_SIZE: "9" }, ["2", "9"]],
  [["--threads", "many"], { OMP_NUM_THREADS: "2" }, ["2", "4"]],
  [["knn", "--threads"], { OMP_NUM_THREADS: "2" }, ["2", "4"]],
])("%j with %j sizes the pools %j", (args, environment, pools) => {
  const { status, stdout } = runBin(args, environment);
  expect(JSON.parse(stdout)).toEqual([args, ...pools]);
  expect(status).toBe(3);
});

test("without a word about threads, the physical cores", () => {
  expect(JSON.parse(runBin([]).stdout)[1]).toBe(String(physicalCores()));
});

test("before set-up, the command to run is named", () => {
  const { status, stderr } = runBin(["knn"], {}, false);
  expect(stderr).toBe(
    "✖ mochi is not compiled yet\n  run `node scripts/setup.mjs`, or `npm run quickstart`, which begins with it\n",
  );
  expect(status).toBe(1);
});

const processor = (socket: number, core: number) =>
  `processor\t: 0\nphysical id\t: ${socket}\ncore id\t\t: ${core}\nflags\t\t: fpu\n`;

test.each([
  ["hyper-threads of one core", [processor(0, 0), processor(0, 0)], 1],
  ["equal core ids in two sockets", [processor(0, 0), processor(1, 0)], 2],
  ["no cores named", ["processor\t: 0\n", "processor\t: 1\n"], Number.POSITIVE_INFINITY],
])("%s", (_name, processors, cores) => {
  expect(physicalCores(processors.join("\n"))).toBe(Math.min(cores, availableParallelism()));
});
