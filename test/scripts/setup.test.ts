// Oracle: the programs that set-up is said to call, written out by hand, and the lines it prints.
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { madeProject } from "./made-project.ts";

const LINES = /^set-up: .* … \d+ s$/;

test("the first run does every step, each in one line; the second is silent", () => {
  const project = madeProject();
  const first = project.setUp();
  expect(first.stderr).toBe("");
  expect(first.status).toBe(0);
  expect(first.calls).toEqual([
    "dpkg --configure -a",
    "apt-get update -o DPkg::Lock::Timeout=300",
    "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 g++ make python3 libjpeg-dev fonts-dejavu-core",
    "npm ci",
    "node-gyp rebuild",
    "tsc",
  ]);
  const lines = first.stdout.trim().split("\n");
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line).toMatch(LINES);
  expect(lines[2]).toContain(
    `native addon against libtorch 1.13.1 in ${join(project.root, "libtorch")} (not built yet`,
  );
  expect(readlinkSync(join(project.root, "node_modules/.bin/mochi"))).toBe("../../bin/mochi.cjs");
  expect(project.has(".setup/lock")).toBe(false);
  expect(project.setUp()).toEqual({ status: 0, stdout: "", stderr: "", calls: [] });
});

test("without LIBTORCH, apt is asked for libtorch and one pool of threads", () => {
  const { calls } = madeProject().setUp([], { LIBTORCH: "" });
  expect(calls[2]).toContain(" libtorch-dev libgloo-dev libopenblas0-openmp g++ ");
});

test("--dev adds the browser alone, once the rest is there", () => {
  const project = madeProject();
  project.setUp();
  expect(project.setUp(["--dev"]).calls.at(-1)).toBe(
    "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 chromium",
  );
  expect(project.setUp(["--dev"]).calls).toEqual([]);
});

test("only what changed is done again", () => {
  const project = madeProject();
  project.setUp();
  project.write("native/addon.cc", "changed");
  expect(project.setUp().calls).toEqual(["node-gyp build"]);
  project.write("binding.gyp", "changed");
  expect(project.setUp().calls).toEqual(["node-gyp rebuild"]);
  project.write("src/index.ts", "changed");
  expect(project.setUp().calls).toEqual(["tsc"]);
  project.remove("dist");
  expect(project.setUp().calls).toEqual(["tsc"]);
  project.write("package-lock.json", JSON.stringify({ packages: { "node_modules/zod": { version: "4.0.1" } } }));
  expect(project.setUp().stdout).toContain("npm ci (zod is not at 4.0.1)");
  project.remove("build");
  expect(project.setUp().calls).toEqual(["node-gyp rebuild"]);
});

test("what was compiled from sources that are gone is removed", () => {
  const project = madeProject();
  project.setUp();
  for (const name of ["gone.js", "gone.js.map", "gone.d.ts", "index.js", "index.d.ts"])
    project.write(`dist/${name}`, "");
  project.write("src/index.ts", "changed");
  project.setUp();
  expect(["gone.js", "gone.js.map", "gone.d.ts"].filter((name) => project.has(`dist/${name}`))).toEqual([]);
  expect(["index.js", "index.d.ts", ".tsbuildinfo"].every((name) => project.has(`dist/${name}`))).toBe(true);
});

test("a failed step shows the end of its log and the remedy; the next run goes on from there", () => {
  const project = madeProject();
  project.write("npm-fails", "");
  const failed = project.setUp();
  expect(failed.status).toBe(1);
  expect(failed.stderr).toBe(
    `npm says: no network\n(all of it: ${join(project.root, ".setup/npm-packages.log")})\n` +
      "✖ set-up: npm ci failed (exit 1)\n" +
      "  run `npm ci` yourself to see why; often the npm registry is not reached (proxy, certificate, `npm config get registry`)\n",
  );
  project.remove("npm-fails");
  expect(project.setUp().calls).toEqual(["npm ci", "node-gyp rebuild", "tsc"]);
});

test("an interrupted step is done again by the next run", async () => {
  const project = madeProject();
  project.write("npm-waits", "");
  const child = project.start();
  let printed = "";
  child.stderr.on("data", (text) => {
    printed += text;
  });
  const exit = once(child, "exit");
  while (!project.calls().includes("npm ci")) await sleep(20);
  child.kill("SIGINT");
  expect(await exit).toEqual([130, null]);
  expect(printed).toBe("✖ set-up was interrupted; the same command goes on from there\n");
  project.remove("npm-waits");
  expect(project.setUp().calls).toEqual(["npm ci", "node-gyp rebuild", "tsc"]);
});

test("an installed package needs neither npm nor tsc", () => {
  const project = madeProject();
  for (const path of ["package-lock.json", "src"]) project.remove(path);
  project.write("node_modules/node-gyp/bin/node-gyp.js", 'require("node:fs").appendFileSync("calls", "node-gyp\\n");');
  expect(project.setUp().calls.slice(3)).toEqual(["node-gyp"]);
});

test("without apt, one screen says what to install and how to name a libtorch", () => {
  const project = madeProject();
  project.remove("programs/apt-get");
  const { status, stderr } = project.setUp([], { LIBTORCH: "" });
  expect(status).toBe(1);
  expect(stderr).toContain("this machine has no apt, and lacks: a C++ compiler, make, python3");
  expect(stderr).toContain("python3 -m pip install torch");
  expect(stderr).toContain(`export LIBTORCH="$(python3 -c 'import torch; print(torch.__path__[0])')"`);
  expect(stderr.split("\n").length).toBeLessThan(24);
});

test("a LIBTORCH that is none is refused, not replaced", () => {
  const { status, stderr } = madeProject().setUp([], { LIBTORCH: "/nowhere" });
  expect(status).toBe(1);
  expect(stderr).toContain("LIBTORCH=/nowhere is no libtorch: expected include/torch/ and lib/libtorch_cpu there");
});
