// Step 2: the npm packages of package-lock.json.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, startLog } from "./command.mjs";

export const npmPackages = {
  name: "npm-packages",

  plan() {
    const lockFile = join(root, "package-lock.json");
    // An installed package has no lock file: npm has already brought its dependencies.
    if (!existsSync(lockFile)) return undefined;
    const reason = difference(readJson(lockFile), readJson(join(root, "node_modules/.package-lock.json")));
    return reason && { says: `npm ci (${reason})`, work: install };
  },
};

/** Why node_modules is not what package-lock.json asks for; undefined where it is. */
export function difference(wanted, installed) {
  // npm writes its list of what it installed last of all, so an interrupted installation has none.
  if (installed === undefined) return "node_modules is missing or incomplete";
  const entries = Object.entries(wanted.packages).filter(([path]) => path !== "");
  const changed = entries.find(([path, entry]) => {
    const present = installed.packages[path];
    // Binaries for other systems are listed in the lock file, but not installed.
    return present ? present.version !== entry.version : !entry.optional;
  });
  return changed && `${changed[0].replace(/^node_modules\//, "")} is not at ${changed[1].version}`;
}

async function install() {
  await run("npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], {
    log: startLog("npm-packages"),
    remedy:
      "run `npm ci` yourself to see why; often the npm registry is not reached (proxy, certificate, `npm config get registry`)",
  });
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
