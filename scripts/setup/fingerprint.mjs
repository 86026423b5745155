// Fingerprints of files and the markers that hold them, so that a step is done again only when its inputs change.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, stateFolder } from "./command.mjs";

/** All files under a file or folder, in a fixed order. */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** A hash over the names and contents of files, and over any further text. */
export function fingerprint(paths, text = "") {
  const hash = createHash("sha256").update(text);
  for (const path of paths) hash.update(`\0${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest("hex").slice(0, 32);
}

/** What a step noted when it was last done; empty where it was not. */
export function readMarker(name) {
  try {
    return JSON.parse(readFileSync(markerPath(name), "utf8"));
  } catch {
    // Missing, or cut off by a power failure: the step is done again.
    return {};
  }
}

/** Written last, and whole: a step that was interrupted leaves no marker. */
export function writeMarker(name, content) {
  mkdirSync(stateFolder, { recursive: true });
  const temporary = `${markerPath(name)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(content, undefined, 2)}\n`);
  renameSync(temporary, markerPath(name));
}

/** Before a step starts, so that its earlier success is not taken for this one's. */
export function removeMarker(name) {
  rmSync(markerPath(name), { force: true });
}

function markerPath(name) {
  return join(stateFolder, `${name}.json`);
}
