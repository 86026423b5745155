// A side written in a few lines of JavaScript, for tests: `first` is said when it starts, then it answers.
import type { Command } from "../../../src/experiment/bench/side.ts";

export function madeSide(body: string): Command {
  return { program: process.execPath, args: ["-e", body] };
}

/** Answers every "run" with the next of these seconds, and every "stop" with 7 MiB. */
export function answeringSide(seconds: readonly number[], settings = { libtorch: "1.13.0", threads: 1 }): Command {
  return madeSide(`
    const seconds = ${JSON.stringify(seconds)};
    const say = (value) => console.log(JSON.stringify(value));
    console.log("a library's own greeting");
    say({ ready: true, baseBytes: ${2 ** 20}, ...${JSON.stringify(settings)} });
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      if (line === "run") return say({ seconds: seconds.length > 1 ? seconds.shift() : seconds[0] });
      say({ peakBytes: 7 * ${2 ** 20} });
      process.exit(0);
    });
  `);
}
