// Oracle: which of several checkpoints must be chosen, and which files must be left in the folder.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MochiError } from "../../src/errors.ts";
import { hasCheckpoint, loadCheckpoint, saveCheckpoint } from "../../src/run/checkpoint.ts";
import { tensor } from "../../src/tensor/index.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

const infoOf = (step: number) => ({ step, epoch: step / 10, mixedSteps: step - 1, trainSeconds: step * 2.5 });

function folderWith(...steps: number[]): string {
  const folder = temporaryFolder();
  for (const step of steps) saveCheckpoint(folder, new Map([["weight", tensor([step])]]), infoOf(step));
  return folder;
}

const weightIn = (folder: string) =>
  Array.from(loadCheckpoint(folder).content.tensors.get("weight")!.values as Float32Array);
const fileOf = (folder: string, step: number, ending = "safetensors") =>
  join(folder, `step-${String(step).padStart(8, "0")}.${ending}`);

describe("loading", () => {
  test("takes the newest, by step and not by the order of writing", () => {
    expect(loadCheckpoint(folderWith(9, 10)).info).toEqual(infoOf(10));
    expect(weightIn(folderWith(9, 10))).toEqual([10]);
    expect(weightIn(folderWith(99_999_999, 100_000_000))).toEqual([100_000_000]);
    expect(loadCheckpoint(folderWith(3)).warnings).toEqual([]);
  });

  test.each([
    ["a flipped byte", (bytes: Buffer) => bytes.with(bytes.length - 1, 1)],
    ["a cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["nothing left", () => Buffer.alloc(0)],
  ])("falls back to the one before, with a warning, where the newest has %s", (_, damage) => {
    const folder = folderWith(10, 20);
    writeFileSync(fileOf(folder, 20), damage(readFileSync(fileOf(folder, 20))));
    const { info, warnings } = loadCheckpoint(folder);
    expect(info).toEqual(infoOf(10));
    expect(weightIn(folder)).toEqual([10]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(fileOf(folder, 20));
    expect(warnings[0]).toContain("cannot be used (not a whole safetensors file");
  });

  test("falls back where the newest is gone", () => {
    const folder = folderWith(10, 20);
    rmSync(fileOf(folder, 20));
    expect(weightIn(folder)).toEqual([10]);
  });

  test("survives any damage to the pointer of the newest, and to last.json", () => {
    const folder = folderWith(10, 20);
    const whole = readFileSync(fileOf(folder, 20, "json"));
    writeFileSync(join(folder, "last.json"), "{");
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, value, isCut) => {
        writeFileSync(fileOf(folder, 20, "json"), isCut ? whole.subarray(0, at) : whole.with(at, value));
        expect([10, 20]).toContain(weightIn(folder)[0]);
      }),
      { numRuns: 200 },
    );
    for (const text of ["", "null", "{}", "3", "[]", '{"step":20}']) {
      writeFileSync(fileOf(folder, 20, "json"), text);
      expect(weightIn(folder)).toEqual([10]);
    }
  });

  test("says so where there is none, or none that can be used", () => {
    expect(() => loadCheckpoint(temporaryFolder())).toThrow(
      expect.objectContaining({ code: "checkpoint-missing", message: "no checkpoint here" }),
    );
    const folder = folderWith(10, 20);
    for (const step of [10, 20]) writeFileSync(fileOf(folder, step), "nothing");
    expect(() => loadCheckpoint(folder)).toThrow(MochiError);
    expect(() => loadCheckpoint(folder)).toThrow(/^no usable checkpoint: .*00000020.*; .*00000010/);
  });
});

describe("saving", () => {
  test("keeps the newest two with their pointers, and last.json", () => {
    const folder = folderWith(5, 10, 15, 20);
    const kept = [15, 20].flatMap((step) => [fileOf(folder, step, "json"), fileOf(folder, step)]);
    expect(
      readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    ).toEqual([join(folder, "last.json"), ...kept]);
    expect(JSON.parse(readFileSync(join(folder, "last.json"), "utf8"))).toMatchObject({
      file: "step-00000020.safetensors",
      ...infoOf(20),
    });
  });

  test("removes what killed processes left half-written, and no other files", () => {
    const folder = folderWith(5);
    writeFileSync(`${fileOf(folder, 9)}.writing-4321`, "half");
    writeFileSync(join(folder, "notes.txt"), "mine");
    saveCheckpoint(folder, new Map(), infoOf(10));
    expect(
      readdirSync(folder)
        .filter((name) => !name.startsWith("step-"))
        .sort(),
    ).toEqual(["last.json", "notes.txt"]);
    expect(readdirSync(folder).filter((name) => name.includes("writing"))).toEqual([]);
  });

  test("a file without its pointer, left by a kill between the two, is not taken", () => {
    const folder = folderWith(10, 20);
    rmSync(fileOf(folder, 20, "json"));
    expect(weightIn(folder)).toEqual([10]);
  });
});

test("a folder holds a checkpoint once one is saved", () => {
  const folder = temporaryFolder();
  expect([hasCheckpoint(folder), hasCheckpoint(join(folder, "missing"))]).toEqual([false, false]);
  saveCheckpoint(folder, new Map(), infoOf(1));
  expect(hasCheckpoint(folder)).toBe(true);
  rmSync(join(folder, "last.json"));
  expect(hasCheckpoint(folder)).toBe(true);
});
