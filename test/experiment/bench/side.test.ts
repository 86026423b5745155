// Oracle: the answers that made sides give.
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { ownCommand, startSide } from "../../../src/experiment/bench/side.ts";
import { answeringSide, madeSide } from "./made-side.ts";

test("a side is asked for repetitions one by one, and stopped", async () => {
  const side = await startSide("made", answeringSide([0.25, 0.5]), process.env);
  expect(side.settings).toMatchObject({ libtorch: "1.13.0", threads: 1 });
  expect(side.baseBytes).toBe(2 ** 20);
  expect([await side.once(), await side.once(), await side.once()]).toEqual([0.25, 0.5, 0.5]);
  expect(await side.stop()).toBe(7 * 2 ** 20);
});

test("what goes wrong on a side is told with its own words", async () => {
  const failing = (body: string) => startSide("made", madeSide(body), process.env);
  await expect(failing(`console.log('{"error":"no such program"}')`)).rejects.toMatchObject({
    code: "bench-side-failed",
    message: "made failed: no such program",
  });
  await expect(failing(`console.error("out of paper"); process.exit(3)`)).rejects.toMatchObject({
    message: "made failed: it ended without an answer: out of paper",
  });
  await expect(startSide("made", { program: "/no/such/program", args: [] }, process.env)).rejects.toMatchObject({
    message: expect.stringContaining("ENOENT"),
  });
});

test("Mochi's own side is the compiled worker, with what it is to do", () => {
  const { program, args } = ownCommand("loss", { settings: { batch: 4 } });
  expect(program).toBe(process.execPath);
  expect(existsSync(args.at(-2)!)).toBe(true);
  expect(args.at(-2)).toMatch(/dist\/experiment\/bench\/worker\.js$/);
  expect(JSON.parse(args.at(-1)!)).toEqual({ program: "loss", settings: { batch: 4 } });
});
