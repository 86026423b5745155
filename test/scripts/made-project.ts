// A small project around the real set-up scripts, with stand-ins for apt, dpkg, npm, node-gyp and tsc that note their calls.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../data/temporary-folder.ts";

const scripts = fileURLToPath(new URL("../../scripts", import.meta.url));

const PROGRAMS = {
  // `sudo -n -v`, `sudo -n env NAME=value program …`
  sudo: `shift; [ "$1" = "-v" ] && exit 0; exec "$@"`,
  "dpkg-query": `shift 3; for name in "$@"; do grep -qx "$name" "$HOME/installed" && echo "$name installed"; done`,
  dpkg: "echo dpkg $* >> calls",
  "apt-get": `echo apt-get $* >> calls; for word in "$@"; do echo "$word" >> installed; done`,
  npm: `echo npm $1 >> calls
    [ -e npm-fails ] && { echo "npm says: no network"; exit 1; }
    [ -e npm-waits ] && exec sleep 20
    mkdir -p node_modules && cp -r modules/. node_modules && cp package-lock.json node_modules/.package-lock.json`,
};

const MODULES = {
  "node-gyp/bin/node-gyp.js": `
    const fs = require("node:fs");
    fs.appendFileSync("calls", "node-gyp " + process.argv[2] + "\\n");
    fs.mkdirSync("build/Release", { recursive: true });
    fs.writeFileSync("build/config.gypi", "");
    fs.writeFileSync("build/Release/mochi.node", "");`,
  "typescript/bin/tsc": `
    const fs = require("node:fs");
    fs.appendFileSync("calls", "tsc\\n");
    fs.mkdirSync("dist", { recursive: true });
    fs.writeFileSync("dist/.tsbuildinfo", "");`,
};

export type MadeProject = ReturnType<typeof madeProject>;

export function madeProject() {
  const root = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  cpSync(scripts, join(root, "scripts"), { recursive: true });
  for (const [name, body] of Object.entries(PROGRAMS)) {
    write(`programs/${name}`, `#!/bin/sh\n${body}\n`);
    chmodSync(join(root, "programs", name), 0o755);
  }
  for (const [path, text] of Object.entries(MODULES)) write(`modules/${path}`, text);
  write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/zod": { version: "4.0.0" } } }));
  for (const path of ["binding.gyp", "native/addon.cc", "src/index.ts", "tsconfig.json", "tsconfig.build.json"]) {
    write(path, path);
  }
  write("installed", "");
  writeLibtorch(join(root, "libtorch"));

  const environment = {
    // Only what the stand-ins themselves need: the machine's own apt must be out of reach.
    PATH: [join(root, "programs"), tools(root)].join(":"),
    LIBTORCH: join(root, "libtorch"),
    HOME: root,
  };
  const script = join(root, "scripts/setup.mjs");

  return {
    root,
    environment,
    write,
    remove: (path: string) => rmSync(join(root, path), { recursive: true }),
    has: (path: string) => existsSync(join(root, path)),
    /** Runs set-up; `calls` are the stand-ins' notes of this run alone. */
    setUp(args: string[] = [], changes: Record<string, string> = {}) {
      rmSync(join(root, "calls"), { force: true });
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
        env: { ...environment, ...changes },
        encoding: "utf8",
      });
      return { status, stdout, stderr, calls: readCalls(root) };
    },
    start: () => spawn(process.execPath, [script], { env: environment, stdio: ["ignore", "pipe", "pipe"] }),
    calls: () => readCalls(root),
  };
}

/** What set-up looks at to recognise a libtorch. */
export function writeLibtorch(folder: string, { version = "1.13.1", abi = "1" } = {}) {
  const [major, minor, patch] = version.split(".");
  const headers = join(folder, "include/torch/csrc/api/include/torch");
  mkdirSync(headers, { recursive: true });
  writeFileSync(
    join(headers, "version.h"),
    `#define TORCH_VERSION_MAJOR ${major}\n#define TORCH_VERSION_MINOR ${minor}\n#define TORCH_VERSION_PATCH ${patch}\n`,
  );
  mkdirSync(join(folder, "lib"), { recursive: true });
  writeFileSync(join(folder, "lib/libtorch_cpu.so"), "");
  mkdirSync(join(folder, "share/cmake/Torch"), { recursive: true });
  writeFileSync(
    join(folder, "share/cmake/Torch/TorchConfig.cmake"),
    `set(TORCH_CXX_FLAGS "-D_GLIBCXX_USE_CXX11_ABI=${abi}")\n`,
  );
}

function tools(root: string): string {
  const folder = join(root, "tools");
  mkdirSync(folder);
  for (const name of ["sh", "env", "grep", "mkdir", "cp", "sleep"]) {
    const found = ["/usr/bin", "/bin"].map((place) => join(place, name)).find((path) => existsSync(path));
    if (found) symlinkSync(found, join(folder, name));
  }
  return folder;
}

function readCalls(root: string): string[] {
  const path = join(root, "calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}
