// Checkpoints of a run: one safetensors file each, its hash beside it, `last.json` naming the newest.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MochiError } from "../errors.ts";
import type { Tensor } from "../tensor/index.ts";
import { writeJson } from "./atomic-file.ts";
import { readSafetensors, type SafetensorsContent, writeSafetensors } from "./safetensors.ts";

/** What a checkpoint says of itself. */
export interface CheckpointInfo {
  /** Optimiser steps done. */
  step: number;
  epoch: number;
  /** Steps in which synthetic negatives took part. */
  mixedSteps: number;
  /** Seconds of training so far, over all sittings. */
  trainSeconds: number;
}

interface Pointer extends CheckpointInfo {
  file: string;
  sha256: string;
}

export interface LoadedCheckpoint {
  info: CheckpointInfo;
  content: SafetensorsContent;
  /** Messages about newer checkpoints that could not be used. */
  warnings: string[];
}

// The newest and the one before it: should the newest be damaged on disk, a run loses one interval, not all.
const keptCheckpoints = 2;

/** Writes a checkpoint, points `last.json` to it, and removes those that are no longer needed. */
export function saveCheckpoint(folder: string, tensors: ReadonlyMap<string, Tensor>, info: CheckpointInfo): void {
  const file = `step-${String(info.step).padStart(8, "0")}.safetensors`;
  const sha256 = writeSafetensors(join(folder, file), tensors, { mochi: JSON.stringify(info) });
  const pointer: Pointer = { file, sha256, ...info };
  writeJson(join(folder, file.replace(".safetensors", ".json")), pointer);
  writeJson(join(folder, "last.json"), pointer);
  const names = readdirSync(folder);
  const checkpoints = names.filter((name) => /^step-\d+\.safetensors$/.test(name)).sort();
  const outdated = checkpoints
    .slice(0, -keptCheckpoints)
    .flatMap((name) => [name, name.replace(".safetensors", ".json")]);
  // What a killed process left half-written has no other owner than this run.
  const abandoned = names.filter((name) => name.includes(".writing-"));
  for (const name of [...outdated, ...abandoned]) rmSync(join(folder, name), { force: true });
}

/** Whether a folder holds any checkpoint. */
export function hasCheckpoint(folder: string): boolean {
  return existsSync(join(folder, "last.json")) || pointersIn(folder).length > 0;
}

/**
 * The newest checkpoint that is whole.
 * @throws MochiError `checkpoint-missing` when there is none.
 */
export function loadCheckpoint(folder: string): LoadedCheckpoint {
  const warnings: string[] = [];
  for (const pointer of pointersIn(folder)) {
    const { file, sha256, ...info } = pointer;
    try {
      return { info, content: readSafetensors(join(folder, file), sha256), warnings };
    } catch (error) {
      warnings.push(
        `checkpoint ${join(folder, file)} cannot be used (${error instanceof Error ? error.message : error})`,
      );
    }
  }
  throw new MochiError({
    code: "checkpoint-missing",
    message: warnings.length > 0 ? `no usable checkpoint: ${warnings.join("; ")}` : "no checkpoint here",
    where: folder,
    remedy: "train first: mochi pretrain",
  });
}

function pointersIn(folder: string): Pointer[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^step-\d+\.json$/.test(name));
  const pointers = names.flatMap((name): Pointer[] => {
    try {
      const pointer = JSON.parse(readFileSync(join(folder, name), "utf8")) as Pointer;
      // A pointer that lost its file, hash or step to damage points nowhere.
      const isWhole = pointer.file === name.replace(".json", ".safetensors") && pointer.sha256 && pointer.step >= 0;
      return isWhole ? [pointer] : [];
    } catch {
      return [];
    }
  });
  return pointers.sort((a, b) => b.step - a.step);
}
