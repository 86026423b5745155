// Step 1: what the system's package manager provides: libtorch, a compiler, fonts; through apt where there is apt.
import { spawnSync } from "node:child_process";
import { findProgram, run, StepError, startLog } from "./command.mjs";
import { findLibtorch } from "./libtorch.mjs";

const libtorchPackages = [
  { name: "libtorch-dev", purpose: "libtorch" },
  { name: "libgloo-dev", purpose: "libtorch" },
  // One thread pool shared with libtorch's; the pthread flavour has a second one, and the two fight for the cores.
  { name: "libopenblas0-openmp", purpose: "libtorch" },
];
const buildPackages = [
  { name: "g++", purpose: "compiler" },
  { name: "make", purpose: "compiler" },
  { name: "python3", purpose: "compiler" },
  { name: "libjpeg-dev", purpose: "JPEG" },
  { name: "fonts-dejavu-core", purpose: "fonts of the report" },
];
const developmentPackages = [{ name: "chromium", purpose: "browser tests" }];

/** What apt is asked for; libtorch comes from elsewhere where LIBTORCH says so. */
export function wantedPackages({ development, environment = process.env }) {
  return [
    ...(environment.LIBTORCH ? [] : libtorchPackages),
    ...buildPackages,
    ...(development ? developmentPackages : []),
  ];
}

/** Those of the packages that dpkg does not have installed. */
export function missingPackages(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const format = "${Package} ${db:Status-Status}\n";
  const query = spawnSync("dpkg-query", ["-W", "-f", format, ...packages.map(({ name }) => name)], {
    encoding: "utf8",
  });
  const installed = new Set((query.stdout ?? "").split("\n").filter((line) => line.endsWith(" installed")));
  return packages.filter(({ name }) => !installed.has(`${name} installed`));
}

export function hasApt() {
  return findProgram("apt-get") !== undefined && findProgram("dpkg-query") !== undefined;
}

export const systemPackages = {
  name: "system-packages",

  plan({ development }) {
    if (!hasApt()) {
      requireToolsWithoutApt();
      return undefined;
    }
    const missing = missingPackages(wantedPackages({ development }));
    if (missing.length === 0) return undefined;
    const purposes = [...new Set(missing.map(({ purpose }) => purpose))].join(", ");
    const names = missing.map(({ name }) => name);
    return { says: `apt-get install ${names.join(" ")} (${purposes})`, prepare: askSudo, work: () => install(names) };
  },
};

async function install(names) {
  const log = startLog("system-packages");
  const byHand = `${process.getuid() === 0 ? "" : "sudo "}apt-get install ${names.join(" ")}`;
  const remedy =
    `run it yourself to see why:  ${byHand}\n` +
    'where the packages do not exist or apt reaches no server, see docs/native.md, "Another libtorch"';
  // An earlier apt that was interrupted leaves packages half configured, and apt refuses to go on until this is done.
  await asRoot(["dpkg", "--configure", "-a"], { log, remedy });
  // One unreachable source of many fails the update as a whole; the installation then tells what is really missing.
  await asRoot(["apt-get", "update", ...aptOptions], { log, remedy, mayFail: true });
  await asRoot(["apt-get", "install", "-y", "--no-install-recommends", ...aptOptions, ...names], { log, remedy });
}

// A new machine's own unattended upgrade often holds apt's lock for the first minutes.
const aptOptions = ["-o", "DPkg::Lock::Timeout=300"];

function asRoot([program, ...args], options) {
  // sudo passes no environment on, so the variable is set behind it.
  if (process.getuid() !== 0) {
    return run("sudo", ["-n", "env", "DEBIAN_FRONTEND=noninteractive", program, ...args], options);
  }
  return run(program, args, { ...options, environment: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

/** Lets sudo ask for its password before the work and its log begin. */
function askSudo() {
  if (process.getuid() === 0) return;
  const canAsk = process.stdin.isTTY && findProgram("sudo");
  if (canAsk) process.stdout.write("\n");
  if (spawnSync("sudo", canAsk ? ["-v"] : ["-n", "-v"], { stdio: "inherit" }).status === 0) return;
  throw new StepError("system packages are missing, and this user may not install them", {
    remedy: "as root, run the command above, then this one again",
  });
}

function requireToolsWithoutApt() {
  const missing = ["make", "python3"].filter((name) => !findProgram(name));
  if (!findProgram("c++") && !findProgram("g++") && !findProgram("clang++")) missing.unshift("a C++ compiler");
  if (!findLibtorch()) missing.push("libtorch");
  if (missing.length === 0) return;
  throw new StepError(`this machine has no apt, and lacks: ${missing.join(", ")}`, { remedy: withoutApt() });
}

/** One screen for the systems that set-up cannot install on. */
function withoutApt() {
  const tools =
    process.platform === "darwin"
      ? "xcode-select --install                      # compiler and make; python3 comes with it"
      : "g++ (or clang), make, python3               # from your system's own package manager";
  return `install these, then run the same command again (Debian 12 is the tested system):

  1. Compiler, make, python3:
       ${tools}

  2. libtorch 1.13 to 2.13, from PyTorch's Python package:
       python3 -m pip install torch
       export LIBTORCH="$(python3 -c 'import torch; print(torch.__path__[0])')"

     or from an unpacked LibTorch archive (C++11 ABI, CPU; pytorch.org, "LibTorch"):
       export LIBTORCH=/path/to/libtorch         # the folder that holds include/ and lib/

     LIBTORCH must stay set: keep the line in your shell's profile.

  3. A sans-serif font such as DejaVu, for the charts of the report.`;
}
