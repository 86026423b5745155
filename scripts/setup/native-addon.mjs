// Step 3: the addon, compiled by node-gyp against the libtorch that was found.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root, run, StepError, startLog } from "./command.mjs";
import { filesUnder, fingerprint, readMarker, removeMarker, writeMarker } from "./fingerprint.mjs";
import { buildSettings, findLibtorch } from "./libtorch.mjs";

const addon = join(root, "build/Release/mochi.node");

export const nativeAddon = {
  name: "native",

  plan() {
    const libtorch = findLibtorch();
    if (!libtorch) throw new StepError("libtorch was not found", { remedy: "set LIBTORCH, or install libtorch-dev" });
    const wanted = fingerprints(libtorch);
    const reason = staleness(wanted);
    if (!reason) return undefined;
    return {
      says: `native addon against libtorch ${libtorch.version} in ${libtorch.prefix} (${reason}; 30 s to 3 min)`,
      work: () => build(wanted),
    };
  },
};

/** What the doctor shows: the libtorch found, and whether the addon is there and fits it. */
export function inspectAddon() {
  let libtorch;
  let problem;
  try {
    libtorch = findLibtorch();
  } catch (error) {
    problem = error.message;
  }
  return { libtorch, problem, path: addon, staleness: libtorch && staleness(fingerprints(libtorch)) };
}

/** Why the addon has to be built; undefined where it need not. */
function staleness({ settings, sources }) {
  if (!existsSync(addon)) return "not built yet";
  const built = readMarker("native");
  if (built.settings === undefined) return "its last build was not finished";
  if (built.settings !== settings) return "libtorch or build settings changed";
  return built.sources === sources ? undefined : "native/ changed";
}

function fingerprints(libtorch) {
  const settings = JSON.stringify([process.platform, process.arch, libtorch, buildSettings(libtorch)]);
  return {
    settings: fingerprint([join(root, "binding.gyp")], settings),
    sources: fingerprint(filesUnder(join(root, "native"))),
  };
}

async function build(wanted) {
  // make compiles only what changed, but sees neither another libtorch nor another set of flags as a whole.
  const isFresh = !existsSync(join(root, "build/config.gypi")) || readMarker("native").settings !== wanted.settings;
  removeMarker("native");
  const nodedir = nodeHeaders();
  const gyp = createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
  const flags = ["--jobs", "max", ...(nodedir ? [`--nodedir=${nodedir}`] : [])];
  await run(process.execPath, [gyp, isFresh ? "rebuild" : "build", ...flags], {
    log: startLog("native"),
    remedy: nodedir
      ? "`npx mochi doctor` shows compiler and libtorch; 2 GB of free memory are needed"
      : "where Node's headers cannot be downloaded: npm_config_nodedir=<folder that holds include/node>",
  });
  writeMarker("native", wanted);
}

/** Folder with Node's headers on this machine; undefined lets node-gyp download them. */
export function nodeHeaders({ environment = process.env, execPath = process.execPath } = {}) {
  if (environment.npm_config_nodedir) return environment.npm_config_nodedir;
  // Node-API does not change between versions of Node, so the headers of another one will do.
  return [dirname(dirname(execPath)), "/usr"].find((prefix) => existsSync(join(prefix, "include/node/node.h")));
}
