// Finds libtorch (LIBTORCH, else the system's) and JPEG headers, and derives the compiler settings that go with them.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Libtorch
 * @property {"LIBTORCH" | "system"} source
 * @property {string} prefix       folder that holds `include/`
 * @property {string} libraryPath  folder that holds `libtorch_cpu`
 * @property {string} version      "1.13.0"
 */

/**
 * The libtorch that the addon is built against; undefined where there is none.
 * @throws where LIBTORCH is set but names no libtorch: a wrong path is not replaced in silence.
 * @returns {Libtorch | undefined}
 */
export function findLibtorch({ environment = process.env, systemPrefix = "/usr", systemLibraries = "/usr/lib" } = {}) {
  const root = environment.LIBTORCH;
  if (root) {
    const version = readVersion(root);
    const libraryPath = join(root, "lib");
    if (version === undefined || !hasTorchCpu(libraryPath)) {
      throw new Error(`LIBTORCH=${root} is no libtorch: expected include/torch/ and lib/libtorch_cpu there`);
    }
    return { source: "LIBTORCH", prefix: realpathSync(root), libraryPath: realpathSync(libraryPath), version };
  }
  const version = readVersion(systemPrefix);
  const libraryPath = multiarchFolders(systemLibraries).find(hasTorchCpu);
  if (version === undefined || libraryPath === undefined) return undefined;
  return { source: "system", prefix: systemPrefix, libraryPath, version };
}

/** Whether the system's JPEG headers are libjpeg-turbo's with decoding of regions (1.5 or newer). */
export function findJpeg({ systemPrefix = "/usr" } = {}) {
  return /\bjpeg_crop_scanline\b/.test(readText(join(systemPrefix, "include/jpeglib.h")) ?? "");
}

/** Compiler and linker settings of binding.gyp for a libtorch; without JPEG headers sharp decodes JPEG too. */
export function buildSettings(libtorch, { platform = process.platform, hasJpeg = findJpeg() } = {}) {
  const { prefix, libraryPath, source } = libtorch;
  const isSystem = source === "system";
  const includes = [join(prefix, "include/torch/csrc/api/include")];
  // A second mention of /usr/include would break the standard headers' own search order.
  if (!isSystem) includes.unshift(join(prefix, "include"));
  const abi = isSystem ? undefined : readAbi(prefix);
  const searchPaths = isSystem ? openblasFolders(libraryPath) : [libraryPath];
  return {
    // -isystem: warnings inside libtorch's headers are not ours to mend.
    compile: [
      `-std=c++${usesCpp20(libtorch.version) ? 20 : 17}`,
      ...includes.map((path) => `-isystem${path}`),
      ...(abi === undefined ? [] : [`-D_GLIBCXX_USE_CXX11_ABI=${abi}`]),
      ...(hasJpeg ? ["-DMOCHI_WITH_JPEG"] : []),
      // Apple's compiler has no OpenMP of its own; libtorch's operators bring theirs along.
      ...(platform === "linux" ? ["-fopenmp"] : []),
    ],
    link: [
      ...(isSystem ? [] : [`-L${libraryPath}`]),
      ...["-ltorch", "-ltorch_cpu", "-lc10"],
      ...(hasJpeg ? ["-ljpeg"] : []),
      // DT_RPATH, not RUNPATH: only the former also holds for the libraries that libtorch itself asks for.
      ...(platform === "linux" ? ["-Wl,--disable-new-dtags", openmpLibrary(libtorch)] : []),
      ...searchPaths.map((path) => `-Wl,-rpath,${path}`),
    ],
  };
}

/**
 * Folders of the OpenMP flavour of OpenBLAS. Debian prefers the pthread flavour where both are installed, whose second
 * thread pool fights with libtorch's; found first through the addon, ours is used whatever the system's choice.
 */
export function openblasFolders(libraryPath) {
  return [join(libraryPath, "openblas-openmp")].filter((path) => existsSync(join(path, "libblas.so.3")));
}

/** pip's libtorch carries an OpenMP library under a name of its own; a second one would mean a second thread pool. */
function openmpLibrary({ source, libraryPath }) {
  const bundled = source === "LIBTORCH" && readdirSync(libraryPath).find((name) => /^libgomp-.*\.so/.test(name));
  return bundled ? join(libraryPath, bundled) : "-fopenmp";
}

// 2.10 is the first whose headers ask for C++20.
function usesCpp20(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}

function readVersion(prefix) {
  const header = readText(join(prefix, "include/torch/csrc/api/include/torch/version.h"));
  const [major, minor, patch] = ["MAJOR", "MINOR", "PATCH"].map((part) => {
    return header?.match(new RegExp(`^#define TORCH_VERSION_${part} (\\d+)`, "m"))?.[1];
  });
  if (major !== undefined) return `${major}.${minor}.${patch}`;
  return readText(join(prefix, "build-version"))?.match(/^\d+\.\d+\.\d+/)?.[0];
}

function readAbi(prefix) {
  const config = readText(join(prefix, "share/cmake/Torch/TorchConfig.cmake"));
  return config?.match(/_GLIBCXX_USE_CXX11_ABI=([01])/)?.[1];
}

function hasTorchCpu(folder) {
  return ["libtorch_cpu.so", "libtorch_cpu.dylib"].some((name) => existsSync(join(folder, name)));
}

function multiarchFolders(libraries) {
  if (!existsSync(libraries)) return [];
  const names = readdirSync(libraries).filter((name) => /-linux-gnu/.test(name));
  return [...names.map((name) => join(libraries, name)), libraries];
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
