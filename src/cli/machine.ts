// mochi setup and mochi doctor: preparing this machine, and saying how it stands.
import type { CliCommand } from "./command.ts";
import { readValues } from "./values.ts";

export const setupCommand: CliCommand = {
  name: "setup",
  summary: "Installs and builds what is missing: system packages, libtorch, the native part. Done once.",
  options: {},
  examples: [
    ["mochi setup", "prepare this machine"],
    ["LIBTORCH=/path/to/libtorch mochi setup", "build against a libtorch of your own"],
  ],

  async run(input) {
    readValues({}, input);
    const { runSetup } = await import("./setup.ts");
    return runSetup();
  },
};

export const doctorCommand: CliCommand = {
  name: "doctor",
  summary: "Prints what was found on this machine; exits with 1 and the remedy where something needed is missing.",
  options: {},
  examples: [
    ["mochi doctor", "how this machine stands"],
    ["DEBUG=mochi mochi doctor", "the same, errors with their stacks"],
  ],

  async run(input) {
    readValues({}, input);
    const { runDoctor } = await import("./doctor.ts");
    return runDoctor();
  },
};
