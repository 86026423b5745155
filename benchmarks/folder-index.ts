// Start-up on a folder tree of a million files: first with nothing known, then by the index that was kept; memory of each.
// Run: npx tsx benchmarks/folder-index.ts '{"folders":1000,"files":1000}'   (folders 1: one flat folder)
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const { folders, files, starts } = { folders: 1000, files: 1000, starts: 5, ...JSON.parse(process.argv[2] ?? "{}") };

interface Start {
  images: number;
  ms: number;
  /** Above what the process took before, in MiB. */
  peak: number;
  kept: number;
}

// Each start is a process of its own, so that nothing is left of the one before but the index and the system's cache.
const start = `
  const { scanFolder } = await import(${JSON.stringify(new URL("../src/data/scan-folder.ts", import.meta.url).href)});
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  const { images } = await scanFolder(process.env.ROOT, { cache: process.env.CACHE });
  images.name(images.length - 1);
  const ms = performance.now() - begun;
  globalThis.gc();
  const MiB = 2 ** 20;
  const peak = process.resourceUsage().maxRSS / 1024 - before / MiB;
  console.log(JSON.stringify({ images: images.length, ms, peak, kept: (process.memoryUsage.rss() - before) / MiB }));
`;

function measure(root: string, cache: string): Start {
  const flags = ["--expose-gc", "--import", "tsx", "--input-type=module", "--eval", start];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const env = { ...process.env, ROOT: root, CACHE: cache };
  return JSON.parse(execFileSync(process.execPath, flags, { cwd, env, encoding: "utf8" })) as Start;
}

function makeTree(root: string): void {
  for (let folder = 0; folder < folders; folder++) {
    const name = `n${String(folder).padStart(8, "0")}`;
    const path = folders === 1 ? root : join(root, name);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < files; file++) {
      closeSync(openSync(join(path, `${name}_${String(file).padStart(7, "0")}.JPEG`), "w"));
    }
  }
}

const inWords = ({ images, ms, peak, kept }: Start) =>
  `${images} files in ${(ms / 1000).toFixed(2)} s, memory ${Math.round(kept)} MiB, at its peak ${Math.round(peak)} MiB`;

const place = mkdtempSync(join(tmpdir(), "mochi-folder-index-"));
try {
  const [root, cache] = [join(place, "tree"), join(place, "cache")];
  makeTree(root);
  // A folder that changed a moment ago is not trusted, as it could change again within the tick of the clock.
  await pause(3000);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; ${folders} folders of ${files} files`);
  console.log(`first start:  ${inWords(measure(root, cache))}`);
  const later = Array.from({ length: starts }, () => measure(root, cache)).sort((a, b) => a.ms - b.ms);
  console.log(`later starts: ${inWords(later[Math.floor(starts / 2)]!)} (median of ${starts})`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
