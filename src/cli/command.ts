// What a command of the command line is: data for help and parsing, and the one function it calls.
import type { MochiErrorFields } from "../errors.ts";
import type { OptionRecord, RawFlags } from "../options/index.ts";

export interface CommandInput {
  readonly positional: readonly string[];
  readonly flags: RawFlags;
  /** Unknown flags and surplus arguments, to be told with all other faults. */
  readonly problems: readonly MochiErrorFields[];
}

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** In commander's notation: `<run>`, `[name]`, `<runs...>`. */
  readonly argument?: string;
  /** What the argument is. */
  readonly argumentHelp?: string;
  readonly options: OptionRecord;
  /** Values that help shows as defaults instead of the options' own. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** A remark under the options. */
  readonly remark?: string;
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** @returns the exit code */
  run(input: CommandInput): Promise<number>;
}
