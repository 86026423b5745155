// Are old keys too easy? MoCo-v2 and MoCHi as the reproduction trains them, whose key encoder has momentum 0.99, with slower ones.
import { readFileSync } from "node:fs";
import { defineSweep } from "mochi-ssl/config";

const { cells } = JSON.parse(readFileSync(new URL("../reproduce/run/plan.json", import.meta.url), "utf8"));
const planned = (name: string) => cells.find((cell: { name: string }) => cell.name === name).values;

export default defineSweep({
  seeds: [0, 1, 2],
  cells: Object.fromEntries(
    [0.996, 0.999].flatMap((encoderMomentum) =>
      ["moco-v2", "mochi"].map((name) => [`${name}-${encoderMomentum}`, { ...planned(name), encoderMomentum }]),
    ),
  ),
});
