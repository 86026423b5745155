// A sweep's folder stands for its finished runs, in the order of its cells.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSweep } from "../run/sweep-folder.ts";

/** The run folders that these folders mean; a run folder means itself. */
export function expandSweeps(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    if (existsSync(join(folder, "config.json"))) return [folder];
    const sweep = readSweep(folder);
    if (!sweep) return [folder];
    const finished = sweep.cells.flatMap(({ runs }) => runs.filter(({ status }) => status === "finished"));
    return finished.map((run) => join(folder, run.folder));
  });
}
