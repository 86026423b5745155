// What `mochi doctor` asks of set-up: the state of each part, with nothing changed.
import { spawnSync } from "node:child_process";
import { findProgram } from "./command.mjs";
import { inspectAddon } from "./native-addon.mjs";
import { isNewEnough } from "./node-version.mjs";
import { hasApt, missingPackages, wantedPackages } from "./system-packages.mjs";

/** Node, tools for the native build, apt packages that are missing, libtorch and the addon. */
export function inspect() {
  const { libtorch, problem, path, staleness } = inspectAddon();
  return {
    node: { version: process.versions.node, isNewEnough: isNewEnough(process.versions.node) },
    compiler: describeCompiler(),
    missingTools: ["make", "python3"].filter((name) => !findProgram(name)),
    missingPackages: hasApt() ? missingPackages(wantedPackages({ development: false })).map(({ name }) => name) : [],
    libtorch,
    libtorchProblem: problem,
    addon: { path, staleness },
  };
}

/** The first line of `g++ --version`, or of the compiler that CXX names; undefined where there is none. */
function describeCompiler() {
  const compiler = process.env.CXX ?? ["g++", "c++", "clang++"].find((name) => findProgram(name));
  if (!compiler) return undefined;
  const { stdout } = spawnSync(compiler, ["--version"], { encoding: "utf8" });
  return stdout?.split("\n")[0] || undefined;
}
