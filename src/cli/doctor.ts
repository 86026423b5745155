// Looks at everything Mochi needs on this machine and says what was found, and the remedy for what was not.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../data/cache.ts";
import { describeData } from "../data/describe.ts";
import { setupScripts } from "./setup.ts";

export interface Finding {
  name: string;
  found: string;
  /** "absent": not there and not needed; "poor": works, but not as its user may hope. */
  state: "good" | "absent" | "poor" | "missing";
  remedy?: string;
}

/** What set-up knows; made by scripts/setup/inspect.mjs. */
export interface SetupFacts {
  node: { version: string; isNewEnough: boolean };
  compiler: string | undefined;
  missingTools: string[];
  missingPackages: string[];
  libtorch: { version: string; prefix: string; source: "LIBTORCH" | "system" } | undefined;
  libtorchProblem: string | undefined;
  addon: { path: string; staleness: string | undefined };
}

const SET_UP = "run `npx mochi setup`";
const GiB = 2 ** 30;
// CIFAR-10: the download (about 140 MB), the images (185 MB) and room to unpack them.
const DATA_BYTES = 0.5 * GiB;

/**
 * Prints one line for each thing looked at.
 * @returns 0; 1 where something needed is missing
 */
export async function runDoctor(setup?: SetupFacts): Promise<number> {
  const findings = await examine(setup ?? (await inspectSetup()));
  const missing = findings.filter(({ state }) => state === "missing").map(({ name }) => name);
  const verdict = missing.length > 0 ? `needed and missing: ${missing.join(", ")}` : "everything needed is there";
  process.stdout.write(`${findings.map(line).join("\n")}\n\n${verdict}\n`);
  return missing.length > 0 ? 1 : 0;
}

export async function examine(setup: SetupFacts): Promise<Finding[]> {
  const data = await examineData();
  return [
    examineNode(setup),
    examineCompiler(setup),
    ...examinePackages(setup),
    examineLibtorch(setup),
    ...examineAddon(setup),
    examineThreads(),
    examineProcessor(),
    examineCuda(),
    examineMemory(),
    await examineCache(data),
    await examineDisk("disk here", process.cwd(), 0.2 * GiB, "make room, or write runs elsewhere with --out"),
    data,
  ];
}

async function inspectSetup(): Promise<SetupFacts> {
  // Not a static import: the script lies outside the compiled sources, at the same place seen from src/ and dist/.
  const { inspect } = (await import(new URL("setup/inspect.mjs", setupScripts).href)) as { inspect: () => SetupFacts };
  return inspect();
}

function examineNode({ node: { version, isNewEnough } }: SetupFacts): Finding {
  return isNewEnough ? good("Node", version) : missing("Node", `${version} is too old`, "install 20.19 or newer");
}

function examineCompiler({ compiler, missingTools, addon }: SetupFacts): Finding {
  const absent = [...(compiler === undefined ? ["a C++ compiler"] : []), ...missingTools];
  if (absent.length === 0) return good("compiler", `${compiler}; make, python3`);
  const found = `without ${absent.join(", ")}`;
  // It has done its work where the addon is built already.
  if (!addon.staleness && existsSync(addon.path)) return { name: "compiler", found, state: "absent" };
  return missing("compiler", found, SET_UP);
}

function examinePackages({ missingPackages }: SetupFacts): Finding[] {
  return missingPackages.length > 0
    ? [missing("packages", `not installed: ${missingPackages.join(", ")}`, SET_UP)]
    : [];
}

function examineLibtorch({ libtorch, libtorchProblem }: SetupFacts): Finding {
  if (libtorch) return good("libtorch", `${libtorch.version} in ${libtorch.prefix}`);
  const remedy = libtorchProblem ? "set LIBTORCH to the folder that holds include/ and lib/, or unset it" : SET_UP;
  return missing("libtorch", libtorchProblem ?? "not found", remedy);
}

/** Printed by scripts/setup/probe-addon.mjs. */
interface Probe {
  milliseconds: number;
  version: string;
  path: string;
  /** One element of a product of two 64 × 64 matrices of ones. */
  product: number;
  libraries: string[];
}

function examineAddon({ addon, libtorch }: SetupFacts): Finding[] {
  if (!existsSync(addon.path)) return [missing("addon", `${addon.path} is not built yet`, SET_UP)];
  const script = fileURLToPath(new URL("setup/probe-addon.mjs", setupScripts));
  const probed = spawnSync(process.execPath, [script, addon.path], { encoding: "utf8", timeout: 60_000 });
  const rebuild = `delete ${dirname(dirname(addon.path))}, then ${SET_UP}`;
  if (probed.status !== 0) {
    const error = /^\w*Error: .*$/m.exec(probed.stderr)?.[0] ?? probed.stderr.trim();
    const reason = probed.signal ? `its process was ended by ${probed.signal}` : error;
    return [missing("addon", `${addon.path} does not work: ${reason}`, rebuild)];
  }
  const probe = JSON.parse(probed.stdout) as Probe;
  const found = `loads in ${probe.milliseconds} ms, libtorch ${probe.version} from ${probe.path}`;
  if (probe.product !== 64) {
    const wrong = `${found}, but multiplies wrongly: 64 expected, ${probe.product} found`;
    return [missing("addon", wrong, "try another BLAS, or OPENBLAS_CORETYPE=Haswell"), examineBlas(probe.libraries)];
  }
  const isStale = libtorch !== undefined && addon.staleness !== undefined;
  const state: Finding = isStale
    ? { name: "addon", found: `${found}; ${addon.staleness}`, state: "poor", remedy: SET_UP }
    : good("addon", found);
  return [state, examineBlas(probe.libraries)];
}

/** Which BLAS the addon's process loaded, by the names of its libraries. */
export function examineBlas(libraries: readonly string[]): Finding {
  const fast = libraries.find((name) => /openblas|mkl_(rt|core)|libblis|atlas/.test(name));
  const path = fast ?? libraries.find((name) => /libblas\.so/.test(name));
  if (path === undefined) return good("BLAS", "inside libtorch");
  const openblas = "apt-get install libopenblas0-openmp, then run `npx mochi setup`";
  const poor = (why: string): Finding => ({ name: "BLAS", found: `${path}: ${why}`, state: "poor", remedy: openblas });
  if (fast === undefined) return poor("the slow reference implementation");
  return /openblas-pthread/.test(path) ? poor("its thread pool fights with libtorch's") : good("BLAS", path);
}

function examineThreads(): Finding {
  const { physicalCores } = createRequire(import.meta.url)("../../bin/physical-cores.cjs") as {
    physicalCores: () => number;
  };
  const cores = physicalCores();
  const { OMP_NUM_THREADS: threads = String(cores), UV_THREADPOOL_SIZE: pool = "4" } = process.env;
  const found = `${threads} for operators, ${pool} for files; ${cores} physical cores, ${availableParallelism()} processors`;
  if (Number(threads) <= cores) return good("threads", found);
  return {
    name: "threads",
    found,
    state: "poor",
    remedy: "more threads than cores slow each other down: --threads, OMP_NUM_THREADS",
  };
}

function examineProcessor(): Finding {
  const model = cpus()[0]?.model.trim() ?? process.arch;
  const flags =
    readText("/proc/cpuinfo")
      ?.match(/^flags\s*:(.*)$/m)?.[1]
      ?.trim()
      .split(/\s+/) ?? [];
  const features = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"].filter((flag) => flags.includes(flag));
  const precision = features.some((name) => name.endsWith("bf16")) ? "bf16 at about twice the rate of fp32" : "fp32";
  return good("processor", `${model}; ${[...features, precision].join(", ")}`);
}

function examineCuda(): Finding {
  const { status, stdout } = spawnSync("nvidia-smi", ["--query-gpu=name,memory.total", "--format=csv,noheader"], {
    encoding: "utf8",
  });
  if (status !== 0) return { name: "CUDA", found: "none (no nvidia-smi); the CPU does the work", state: "absent" };
  return good("CUDA", stdout.trim().replaceAll("\n", "; "));
}

function examineMemory(): Finding {
  const available =
    Number(/^MemAvailable:\s+(\d+)/m.exec(readText("/proc/meminfo") ?? "")?.[1] ?? freemem() / 1024) * 1024;
  // In a container the limit is the one that counts.
  const total = Math.min(totalmem(), process.constrainedMemory() || totalmem());
  const found = `${gibibytes(total)}, ${gibibytes(Math.min(available, total))} available`;
  if (Math.min(available, total) >= 2 * GiB) return good("memory", found);
  return {
    name: "memory",
    found,
    state: "poor",
    remedy: "quickstart takes about 1 GiB, the native build 2; close something",
  };
}

async function examineData(): Promise<Finding> {
  const cached = (await describeData()).flatMap(({ spec, cached }) => (cached ? [{ spec, ...cached }] : []));
  const found = cached.map(({ spec, state, folder }) => `${spec}: ${state} in ${folder}`).join("; ");
  if (cached.every(({ state }) => state === "complete")) return good("data sets", found);
  // The first run fetches it, and fetches a damaged one again.
  return { name: "data sets", found, state: "absent" };
}

async function examineCache({ state }: Finding): Promise<Finding> {
  return examineDisk("disk, cache", cacheFolder(), state === "good" ? 0 : DATA_BYTES, "make room, or set MOCHI_DATA");
}

async function examineDisk(name: string, folder: string, needed: number, remedy: string): Promise<Finding> {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  const found = `${gibibytes(bavail * bsize)} free in ${folder}`;
  if (bavail * bsize >= needed) return good(name, found);
  return missing(name, `${found}, but ${gibibytes(needed)} are needed`, remedy);
}

function line({ name, found, state, remedy }: Finding): string {
  const mark = { good: "✓", absent: "–", poor: "⚠", missing: "✖" }[state];
  return `${mark} ${name.padEnd(12)}${found}${remedy ? `\n${" ".repeat(14)}→ ${remedy}` : ""}`;
}

function good(name: string, found: string): Finding {
  return { name, found, state: "good" };
}

function missing(name: string, found: string, remedy: string): Finding {
  return { name, found, state: "missing", remedy };
}

function gibibytes(bytes: number): string {
  return `${(bytes / GiB).toFixed(1)} GiB`;
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
