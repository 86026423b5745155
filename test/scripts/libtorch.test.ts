// Oracle: the flags that each kind of libtorch needs, written out by hand.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { writeLibtorch } from "./made-project.ts";

const { buildSettings, findJpeg, findLibtorch } = await import(
  new URL("../../scripts/setup/libtorch.mjs", import.meta.url).href
);
const linux = { platform: "linux", hasJpeg: false };

test("a libtorch named by LIBTORCH is linked with its own folder, ABI and OpenMP", () => {
  const root = temporaryFolder();
  writeLibtorch(root, { version: "2.5.1", abi: "0" });
  writeFileSync(join(root, "lib/libgomp-a34b3233.so.1"), "");
  const libtorch = findLibtorch({ environment: { LIBTORCH: root } });
  expect(libtorch).toEqual({ source: "LIBTORCH", prefix: root, libraryPath: join(root, "lib"), version: "2.5.1" });
  expect(buildSettings(libtorch, linux)).toEqual({
    compile: [
      "-std=c++17",
      `-isystem${root}/include`,
      `-isystem${root}/include/torch/csrc/api/include`,
      "-D_GLIBCXX_USE_CXX11_ABI=0",
      "-fopenmp",
    ],
    link: [
      `-L${root}/lib`,
      "-ltorch",
      "-ltorch_cpu",
      "-lc10",
      "-Wl,--disable-new-dtags",
      `${root}/lib/libgomp-a34b3233.so.1`,
      `-Wl,-rpath,${root}/lib`,
    ],
  });
});

test.each([
  ["1.13.1", "-std=c++17"],
  ["2.9.0", "-std=c++17"],
  ["2.10.0", "-std=c++20"],
  ["3.0.0", "-std=c++20"],
])("libtorch %s is compiled with %s", (version, standard) => {
  const root = temporaryFolder();
  writeLibtorch(root, { version });
  expect(buildSettings(findLibtorch({ environment: { LIBTORCH: root } }), linux).compile[0]).toBe(standard);
});

test("an unpacked archive without version.h tells its version in build-version", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "lib"));
  writeFileSync(join(root, "lib/libtorch_cpu.dylib"), "");
  writeFileSync(join(root, "build-version"), "2.11.0+cpu\n");
  expect(findLibtorch({ environment: { LIBTORCH: root } }).version).toBe("2.11.0");
});

test("the system's libtorch is found in its multiarch folder, with the OpenMP flavour of OpenBLAS", () => {
  const root = temporaryFolder();
  writeLibtorch(root);
  const libraries = join(root, "lib/aarch64-linux-gnu");
  mkdirSync(join(libraries, "openblas-openmp"), { recursive: true });
  writeFileSync(join(libraries, "libtorch_cpu.so"), "");
  writeFileSync(join(libraries, "openblas-openmp/libblas.so.3"), "");
  const libtorch = findLibtorch({ environment: {}, systemPrefix: root, systemLibraries: join(root, "lib") });
  expect(libtorch).toEqual({ source: "system", prefix: root, libraryPath: libraries, version: "1.13.1" });
  const { compile, link } = buildSettings(libtorch, linux);
  expect(compile).toEqual(["-std=c++17", `-isystem${root}/include/torch/csrc/api/include`, "-fopenmp"]);
  expect(link.slice(-2)).toEqual(["-fopenmp", `-Wl,-rpath,${libraries}/openblas-openmp`]);
});

test("nothing is found where nothing is", () => {
  const root = temporaryFolder();
  expect(findLibtorch({ environment: {}, systemPrefix: root, systemLibraries: join(root, "lib") })).toBeUndefined();
});

test("JPEG headers are used where they can decode a region: libjpeg-turbo's, not those of the old library", () => {
  const root = temporaryFolder();
  expect(findJpeg({ systemPrefix: root })).toBe(false);
  mkdirSync(join(root, "include"));
  writeFileSync(join(root, "include/jpeglib.h"), "EXTERN(void) jpeg_start_decompress(j_decompress_ptr cinfo);\n");
  expect(findJpeg({ systemPrefix: root })).toBe(false);
  writeFileSync(join(root, "include/jpeglib.h"), "EXTERN(void) jpeg_crop_scanline(j_decompress_ptr cinfo);\n");
  expect(findJpeg({ systemPrefix: root })).toBe(true);
});

test("with JPEG headers, the addon is compiled for them and linked with the library", () => {
  const root = temporaryFolder();
  writeLibtorch(root);
  const libtorch = findLibtorch({ environment: { LIBTORCH: root } });
  const [plain, withJpeg] = [false, true].map((hasJpeg) => buildSettings(libtorch, { platform: "darwin", hasJpeg }));
  expect(withJpeg.compile).toEqual([...plain.compile, "-DMOCHI_WITH_JPEG"]);
  expect(withJpeg.link.filter((flag: string) => !plain.link.includes(flag))).toEqual(["-ljpeg"]);
});
