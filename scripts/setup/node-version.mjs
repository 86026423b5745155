// Which versions of Node will do.
import { StepError } from "./command.mjs";

// 20.19: the first that loads ES modules by require(), which the test tools rely on.
const oldest = [20, 19];

export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** @throws StepError where this Node is too old. */
export function requireNode(version = process.versions.node) {
  if (isNewEnough(version)) return;
  throw new StepError(`Node ${version} is too old: ${oldest.join(".")} or newer is needed`, {
    remedy: "install a newer one (nodejs.org, or `nvm install 22`); Debian 12's own package is 18",
  });
}
