// Runs the programs that set-up needs, with their output in a log, and looks for them on the PATH.
import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json, in a clone as in an installed package. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
/** What set-up remembers between its runs, and its logs. */
export const stateFolder = join(root, ".setup");

/** A step that could not be done; `remedy` says what its user can do, `log` names the file with the details. */
export class StepError extends Error {
  constructor(message, { remedy, log, interrupted = false } = {}) {
    super(message);
    this.remedy = remedy;
    this.log = log;
    this.interrupted = interrupted;
  }
}

/** A new, empty log for a step. */
export function startLog(name) {
  mkdirSync(stateFolder, { recursive: true });
  const path = join(stateFolder, `${name}.log`);
  closeSync(openSync(path, "w"));
  return path;
}

/**
 * Runs a program to its end, its output appended to `log`.
 * @throws StepError with `remedy` where it fails.
 */
export async function run(program, args, { log, remedy, environment = process.env, mayFail = false }) {
  const output = openSync(log, "a");
  // node-gyp calls `node` by name; last, so that the user's own choice of compiler and python stays first.
  const path = [environment.PATH, dirname(process.execPath)].join(delimiter);
  // A group of its own: a signal must also end what the program started, or an abandoned compiler writes into the next
  // build. Not so sudo, which remembers its password by terminal, and hears of Ctrl-C from there.
  const ownsGroup = program !== "sudo";
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const received = [];
  let child;
  const forward = (signal) => {
    received.push(signal);
    if (ownsGroup) process.kill(-child.pid, signal);
  };
  // Before the program starts: a signal right after it would end this process alone. None is handled before spawn returns.
  for (const name of signals) process.on(name, forward);
  try {
    child = spawn(program, args, {
      cwd: root,
      env: { ...environment, PATH: path },
      detached: ownsGroup,
      stdio: ["ignore", output, output],
    });
    const { code, signal, error } = await new Promise((resolve) => {
      child.on("error", (error) => resolve({ error }));
      child.on("exit", (code, signal) => resolve({ code, signal }));
    });
    if (received.length === 0 && (code === 0 || (mayFail && !signal && !error))) return;
    const how = error
      ? `does not start: ${error.message}`
      : signal
        ? `was ended by ${signal}`
        : `failed (exit ${code})`;
    const title = program === process.execPath ? basename(args[0], ".js") : [program, ...args.slice(0, 1)].join(" ");
    throw new StepError(`${title} ${how}`, { remedy, log, interrupted: received.length > 0 });
  } finally {
    for (const name of signals) process.off(name, forward);
    closeSync(output);
  }
}

/** Where a program lies on the PATH; undefined where it does not. */
export function findProgram(name, path = process.env.PATH ?? "") {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The last lines of a log, for a message. */
export function tail(path, lines = 20) {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
}
