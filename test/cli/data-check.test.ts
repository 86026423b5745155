// Oracle: a folder made of whole and broken files, and the lines it must give.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { madeJpeg } from "../data/made-jpeg.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { runCaptured } from "./run-captured.ts";

async function photos(broken: readonly string[]): Promise<string> {
  const root = temporaryFolder();
  const file = await madeJpeg({ width: 40, height: 30 });
  for (const name of ["train/cat/1.jpg", "train/cat/2.jpg", "train/dog/3.jpg", "val/dog/4.jpg"]) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), broken.includes(name) ? file.subarray(0, 200) : file);
  }
  return root;
}

test("broken images of every part are listed with their reasons, and the exit code is 1", async () => {
  const root = await photos(["train/cat/1.jpg", "train/cat/2.jpg", "val/dog/4.jpg"]);
  writeFileSync(join(root, "train/dog/5.bmp"), "");
  const { code, stdout, stderr } = await runCaptured("data", "check", root);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.map((line) => line.replace(/: .*/, ""))).toEqual([
    join(root, "train/cat/1.jpg"),
    join(root, "train/cat/2.jpg"),
    join(root, "train/dog/5.bmp"),
    join(root, "val/dog/4.jpg"),
    "images",
  ]);
  expect(lines[0]).toMatch(/: Premature end of (JPEG|input) file$/);
  expect(lines.at(-1)).toBe("images: 4, broken: 3; files passed over: 1");
  expect(stderr).toContain("trying images  100 %");
  expect(code).toBe(1);
});

test("a folder without broken images gives exit code 0", async () => {
  const { code, stdout } = await runCaptured("data", "check", await photos([]));
  expect([code, stdout]).toEqual([0, "images: 4, broken: 0\n"]);
});

test("without a folder, or with a folder too many, it says what is wanted", async () => {
  expect(await runCaptured("data", "check")).toMatchObject({
    code: 2,
    stderr: "✖ data check needs a folder\n  → data   write mochi data check FOLDER\n",
  });
  const { code, stderr } = await runCaptured("data", "check", "a", "b");
  expect([code, stderr]).toEqual([2, '✖ unexpected argument "b"\n  see mochi data --help\n']);
});
