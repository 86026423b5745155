// The peer of `npm run bench -- --peer`: plain PyTorch from benchmarks/pytorch, and what it is known to reach.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MochiError, UsageError } from "../src/errors.ts";
import type { Peer } from "../src/experiment/bench/bench.ts";

/** Medians of the peer by case and form, in the unit of the case. */
export type ReferenceMedians = Readonly<Record<string, Readonly<Record<string, number>>>>;

const scriptPath = (name: string) => fileURLToPath(new URL(`pytorch/${name}`, import.meta.url));

/**
 * @param references file of `ReferenceMedians`; without one the peer is not compared with itself
 * @throws MochiError `bench-peer-missing`; UsageError `bench-reference-unreadable`
 */
export function pytorchPeer(references: string | undefined): Peer {
  const python = findPython();
  const medians = references === undefined ? {} : readReferences(references);
  return {
    command: (program, form, { settings }) => ({
      program: python,
      // -B: no compiled files among the sources.
      args: ["-B", scriptPath("peer.py"), JSON.stringify({ program, form, settings })],
    }),
    reference: ({ name }, form) => medians[name]?.[form],
  };
}

/**
 * Starts a script of `pytorch/` that answers every line with the seconds it took.
 * @throws MochiError `bench-peer-missing`
 */
export function startScript(name: string, argument: string) {
  const child = spawn(findPython(), ["-B", scriptPath(name), argument], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async seconds(line = "") {
      child.stdin.write(`${line}\n`);
      return Number((await answers.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

/** @throws UsageError `bench-reference-unreadable` */
export function readReferences(path: string): ReferenceMedians {
  try {
    const read = JSON.parse(readFileSync(path, "utf8")) as ReferenceMedians;
    const medians = Object.values(read).flatMap((forms) => Object.values(forms));
    if (medians.every((median) => typeof median === "number" && median > 0)) return read;
    throw new Error("a median is not a number above 0");
  } catch (cause) {
    throw new UsageError([
      {
        code: "bench-reference-unreadable",
        message: `the reference medians cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        where: path,
        remedy: 'a JSON file like {"loss/K4096/moco-v2": {"customary": 9}}',
        cause,
      },
    ]);
  }
}

// The system's own Python first: it is the one that Debian's packages serve.
function findPython(): string {
  const candidates = ["/usr/bin/python3", "python3"].filter((path) => !path.startsWith("/") || existsSync(path));
  const found = candidates.find((path) => spawnSync(path, ["-c", "import torch, torchvision, PIL"]).status === 0);
  if (found) return found;
  throw new MochiError({
    code: "bench-peer-missing",
    message: "no python3 with torch and torchvision was found",
    where: "--peer",
    remedy: "apt-get install python3-torch python3-torchvision, or leave --peer out",
  });
}
