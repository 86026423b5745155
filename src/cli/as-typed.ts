// Commands in messages, as they are typed here: `npx mochi` where this program is not on the PATH.
import { basename, dirname } from "node:path";
import { commands } from "./commands.ts";

const names = commands.map(({ name }) => name).join("|");
const command = new RegExp(`(?<!npx |[\\w./-])mochi (?=(?:${names}|<command>)(?![\\w-]))`, "g");

/**
 * @param text a message, a help screen
 * @param script what Node was started with: `mochi` by a command on the PATH; else the program in a clone, or in a package
 */
export function asTyped(text: string, script = process.argv[1] ?? ""): string {
  const isOurs = basename(script) === "mochi.cjs" || basename(script) === "mochi";
  const isOnPath = basename(script) === "mochi" && basename(dirname(script)) !== ".bin";
  return isOurs && !isOnPath ? text.replace(command, "npx mochi ") : text;
}
