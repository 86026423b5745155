// Whole-file writes: beside the target, synced, then renamed, so that no reader ever sees half a file.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes the chunks in order; on any failure the target is as it was. */
export function writeWhole(path: string, chunks: Iterable<Uint8Array | string>): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.writing-${process.pid}`;
  const file = openSync(temporary, "w");
  try {
    try {
      for (const chunk of chunks) writeFully(file, typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

export function writeJson(path: string, value: unknown): void {
  writeWhole(path, [`${JSON.stringify(value, null, 2)}\n`]);
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

// The rename itself survives a power cut only once the folder is synced.
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
