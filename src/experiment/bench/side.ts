// A side as a process: started, asked for repetitions over its standard input, and told to stop.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { MochiError } from "../../errors.ts";
import type { Side } from "./alternate.ts";
import type { BenchCase } from "./case.ts";
import { compiled } from "./compiled.ts";

/** What a side says of itself once it is ready; equal on all sides of a fair comparison. */
export interface SideSettings {
  libtorch: string;
  threads: number;
  /** Names of the BLAS and OpenMP libraries that its process has loaded; empty where the system does not tell. */
  libraries: string[];
}

export interface ProcessSide extends Side {
  settings: SideSettings;
  /** Peak memory once libtorch was loaded, before anything was built. */
  baseBytes: number;
  /** Ends the process. @returns its peak memory in bytes */
  stop(): Promise<number>;
  /** Ends it at once, after an error elsewhere. */
  kill(): void;
}

export interface Command {
  program: string;
  args: readonly string[];
}

/** The command of Mochi's own side. @throws MochiError `bench-not-compiled` */
export function ownCommand(program: string, { settings }: Pick<BenchCase, "settings">): Command {
  const worker = compiled("experiment/bench/worker.js");
  return { program: process.execPath, args: [worker, JSON.stringify({ program, settings })] };
}

/**
 * Starts a side and waits until it is ready to repeat its work.
 * @throws MochiError `bench-side-failed` with the last lines of what it said
 */
export async function startSide(name: string, { program, args }: Command, environment: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  const errors = lastWords(child);
  child.stdin.on("error", () => {}); // It has ended; its answers say so.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw failure(name, `it ended without an answer: ${await errors()}`);
      // Libraries may print lines of their own.
      if (!value.startsWith("{")) continue;
      const message = JSON.parse(value) as Record<string, unknown>;
      if (message.error !== undefined) throw failure(name, String(message.error));
      return message;
    }
  };
  const ask = (wish: string) => {
    child.stdin.write(`${wish}\n`);
    return answer();
  };
  const { libtorch, threads, baseBytes } = await answer();
  const side: ProcessSide = {
    name,
    settings: { libtorch: String(libtorch), threads: Number(threads), libraries: librariesOf(child.pid) },
    baseBytes: Number(baseBytes),
    once: async () => Number((await ask("run")).seconds),
    stop: async () => Number((await ask("stop")).peakBytes),
    kill: () => void child.kill("SIGKILL"),
  };
  return side;
}

function failure(name: string, reason: string): MochiError {
  return new MochiError({
    code: "bench-side-failed",
    message: `${name} failed: ${reason.trim()}`,
    remedy: "a benchmark of a side that fails has no meaning; mend it, or leave the case out with --only",
  });
}

/** The end of what a process writes to its standard error, known when it has ended. */
function lastWords(child: ChildProcess): () => Promise<string> {
  let words = "";
  let ended = false;
  child.stderr!.on("data", (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  const end = new Promise<void>((resolve) => {
    const finish = () => {
      ended = true;
      resolve();
    };
    child.on("close", finish);
    child.on("error", (error) => {
      words += error.message;
      finish();
    });
  });
  return async () => {
    if (!ended) await end;
    return words;
  };
}

function librariesOf(pid: number | undefined): string[] {
  try {
    const mapped = readFileSync(`/proc/${pid}/maps`, "utf8").match(
      /\/\S*\/lib(openblas|blas|mkl|gomp|iomp|omp)\S*\.so\S*/g,
    );
    return [...new Set((mapped ?? []).map((path) => basename(path)))].sort();
  } catch {
    return [];
  }
}
