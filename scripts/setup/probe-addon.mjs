// Loads the addon named on the command line, multiplies two matrices, and prints what it met as JSON. `mochi doctor`
// runs it as a process of its own: an addon that does not fit its libtorch or processor takes its process down.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const start = performance.now();
const addon = createRequire(import.meta.url)(process.argv[2]);
const milliseconds = Math.round(performance.now() - start);

// The product goes through BLAS, which picks its kernel by the processor.
const ones = addon.fromTypedArray(new Float32Array(64 * 64).fill(1), [64, 64]);
const product = addon.toTypedArray(addon.call(addon.operatorId("aten::mm"), ones, ones))[0];

const { version, path } = addon.buildInfo();
const maps = existsSync("/proc/self/maps") ? readFileSync("/proc/self/maps", "utf8") : "";
const libraries = [...new Set(maps.match(/\/.*\.so.*$/gm) ?? [])];
console.log(JSON.stringify({ milliseconds, version, path, product, libraries }));
