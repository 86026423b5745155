// mochi analyze: the analyses of a run, from its checkpoint into its folder.
import { InternalError } from "../errors.ts";
import type { Ui } from "../options/index.ts";

/**
 * Writes analyses/<name>.json of the run in `path`.
 * @param only names of analyses; all where it is empty
 */
export async function analyzeRun(path: string, only: readonly string[], _ui: Ui): Promise<void> {
  throw new InternalError(`there are no analyses yet: ${only.join(", ")} of ${path}`);
}
