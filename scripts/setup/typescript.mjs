// Step 4: src/ compiled to dist/, and the command `mochi` put where npx finds it.
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, run, startLog } from "./command.mjs";
import { filesUnder, fingerprint, readMarker, removeMarker, writeMarker } from "./fingerprint.mjs";

const source = join(root, "src");
const output = join(root, "dist");

export const typescript = {
  name: "typescript",

  plan() {
    // An installed package brings dist/ and no sources.
    if (!existsSync(source)) return undefined;
    const settings = ["tsconfig.json", "tsconfig.build.json"].map((name) => join(root, name));
    const wanted = fingerprint([...settings, ...filesUnder(source)]);
    const isCompiled = existsSync(join(output, ".tsbuildinfo"));
    if (isCompiled && readMarker("typescript").sources === wanted) return undefined;
    return {
      says: `tsc: src/ to dist/ (${isCompiled ? "src/ changed" : "not compiled yet"})`,
      work: () => compile(wanted),
    };
  },
};

async function compile(wanted) {
  removeMarker("typescript");
  // --noCheck: types are checked by `npm test`; a newcomer need not wait for them.
  await run(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck"],
    {
      log: startLog("typescript"),
      remedy: "mend the lines named above; `npm test` checks everything",
    },
  );
  removeOrphans();
  writeMarker("typescript", { sources: wanted });
}

/** What tsc wrote for sources that are gone by now. */
function removeOrphans() {
  for (const path of filesUnder(output)) {
    const [, stem] = /^(.*?)(?:\.d\.ts|\.js|\.js\.map)$/.exec(relative(output, path)) ?? [];
    if (stem !== undefined && !existsSync(join(source, `${stem}.ts`))) rmSync(path);
  }
}

const link = join(root, "node_modules/.bin/mochi");
const linkTarget = "../../bin/mochi.cjs";

export const commandLink = {
  name: "command-link",

  plan() {
    // npm makes this link where the package is installed, but not in a clone of it.
    if (!existsSync(source) || isLinked()) return undefined;
    return { says: "link node_modules/.bin/mochi (so that `npx mochi …` works here)", work: makeLink };
  },
};

function isLinked() {
  try {
    return readlinkSync(link) === linkTarget;
  } catch {
    return false;
  }
}

function makeLink() {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(linkTarget, link);
}
