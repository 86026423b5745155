// Oracle: the plan written first and kept; claims from whatever is finished; a second start that has nothing to do.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { reproduce } from "../../../src/experiment/reproduce/reproduce.ts";
import { writeJson } from "../../../src/run/atomic-file.ts";
import { readClaims } from "../../../src/run/claims-folder.ts";
import { madeJpeg } from "../../data/made-jpeg.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { recordingUi } from "../made-run.ts";

async function madeImages(): Promise<string> {
  const folder = join(temporaryFolder(), "images");
  for (const [part, count] of [
    ["train", 80],
    ["test", 8],
  ] as const)
    for (const name of ["cat", "dog"]) {
      mkdirSync(join(folder, part, name), { recursive: true });
      for (let i = 0; i < count; i++)
        writeFileSync(
          join(folder, part, name, `${i}.jpg`),
          await madeJpeg({ width: 16, height: 16, seed: i + (name === "cat" ? 0 : 3) }),
        );
    }
  return folder;
}

test("a plan is written first, is not changed, and its runs are made once", { timeout: 120_000 }, async () => {
  const out = join(temporaryFolder(), "reproduce");
  const values = { hours: 1, plan: true, data: await madeImages(), out, threads: 0 };
  const ui = recordingUi();
  const analyze = vi.fn(async (path: string) =>
    writeJson(join(path, "analyses/alignment-uniformity.json"), { encoder: { alignment: 1, uniformity: -1 } }),
  );
  expect(await reproduce(values, ui, analyze)).toBe(0);
  const path = join(out, "plan.json");
  const plan = JSON.parse(readFileSync(path, "utf8"));
  expect(readFileSync(join(out, "plan.md"), "utf8")).toContain("## Rule");
  expect(plan.claims).toHaveLength(11);
  expect(readClaims(out)).toBeUndefined();
  expect(analyze).not.toHaveBeenCalled();

  await expect(reproduce({ ...values, hours: 2 }, ui, analyze)).rejects.toMatchObject({
    message: `the plan in ${out} was made for 1 hours, not for 2; it is not changed once it is written`,
  });

  // Two short cells of one seed stand for all of them.
  const cells = plan.cells
    .filter(({ name }: { name: string }) => name === "moco-v2" || name === "simclr-b-32")
    .map((cell: { values: object }) => ({
      ...cell,
      seeds: [0],
      values: { ...cell.values, width: 4, epochs: 3, lrWarmup: 0, knnEvery: 3 },
    }));
  const shortened = JSON.stringify({ ...plan, cells });
  writeFileSync(path, shortened);
  const run = { ...values, plan: false };
  expect(await reproduce(run, ui, analyze)).toBe(0);
  const claims = readClaims(out)!;
  expect([claims.finishedRuns, claims.plannedRuns, claims.differsFromPlan]).toEqual([2, 2, false]);
  const faster = claims.claims.find(({ name }) => name === "faster-learning")!;
  expect(faster.comparisons[0]!.sides[1]).toMatchObject({ label: "MoCo-v2", runs: 1 });
  expect(readFileSync(join(out, "claims.md"), "utf8")).toContain("From 2 of 2 planned runs.");
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain('id="claims"');
  expect(analyze).toHaveBeenCalledTimes(2);
  expect(readFileSync(path, "utf8")).toBe(shortened);

  const state = join(out, "moco-v2-seed-0/state.json");
  const before = readFileSync(state, "utf8");
  expect(await reproduce(run, ui, analyze)).toBe(0);
  expect(readFileSync(state, "utf8")).toBe(before);
  expect(analyze).toHaveBeenCalledTimes(2);
});

test("images without labels are refused", async () => {
  const folder = join(temporaryFolder(), "flat");
  mkdirSync(folder);
  for (let i = 0; i < 4; i++)
    writeFileSync(join(folder, `${i}.jpg`), await madeJpeg({ width: 16, height: 16, seed: i }));
  const values = { hours: 1, plan: true, data: folder, out: join(folder, "out"), threads: 0 };
  await expect(reproduce(values, recordingUi())).rejects.toMatchObject({ code: "reproduce-without-labels" });
});
