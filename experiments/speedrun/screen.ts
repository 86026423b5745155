// Screens ideas for the ten minutes: each cell trains for a few minutes' worth of steps and is judged on held-out training images.
// Run: npx tsx experiments/speedrun/screen.ts [threads] [cell …] → experiments/speedrun/screening.json; finished cells are skipped.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { heldOutTop1 } from "../held-out.ts";
import { type Cell, cells } from "./cells.ts";

const [threads = "0", ...chosen] = process.argv.slice(2);
const program = fileURLToPath(new URL("../../bin/mochi.cjs", import.meta.url));
const record = new URL("screening.json", import.meta.url);

/** Steps follow from a cell's minutes and the rates it names, so that the load of the machine changes no result. */
function plan({ minutes, stages }: Cell): string[] {
  const images = stages.map(({ share, imagesPerSecond }) => minutes * 60 * share * imagesPerSecond);
  const total = images.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  const resolutions = stages.map(({ size }, index) => {
    seen += images[index]!;
    return `${size}:${index === stages.length - 1 ? 1 : (seen / total).toFixed(4)}`;
  });
  const epochs = total / 50_000;
  return [
    ...["--resolutions", resolutions.join(","), "--epochs", epochs.toPrecision(4)],
    ...["--lr-warmup", (0.05 * epochs).toPrecision(2)],
    ...["--mixing-warmup", Math.min(1, 0.15 * epochs).toPrecision(2)],
  ];
}

/** Read again each time, so that several of these programs may share the work. */
const results = (): Record<string, { heldOut: number; flags: string }> =>
  existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : {};

for (const cell of cells) {
  if (results()[cell.name] || (chosen.length > 0 && !chosen.includes(cell.name))) continue;
  const run = `runs/speedrun/${cell.name}`;
  const flags = [...plan(cell), ...cell.flags];
  const always = ["--preset", "quickstart", "--no-linear", "--knn-every", "0", "--threads", threads, "--out", run];
  spawnSync(process.execPath, [program, "pretrain", ...always, ...flags], { stdio: "inherit" });
  if (!existsSync(`${run}/state.json`)) continue;
  const heldOut = Number((await heldOutTop1(run)).toFixed(2));
  writeFileSync(
    record,
    `${JSON.stringify({ ...results(), [cell.name]: { heldOut, flags: flags.join(" ") } }, null, 2)}\n`,
  );
  console.log(`${cell.name}: ${heldOut}`);
}
