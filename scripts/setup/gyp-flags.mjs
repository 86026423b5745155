// Prints the compiler or linker flags for the found libtorch, as binding.gyp asks: `node gyp-flags.mjs compile|link`.
import { buildSettings, findLibtorch } from "./libtorch.mjs";

const kind = process.argv[2];
try {
  const libtorch = findLibtorch();
  if (!libtorch) throw new Error("libtorch was not found: run `node scripts/setup.mjs`, or set LIBTORCH");
  console.log(buildSettings(libtorch)[kind].map(quote).map(quote).join(" "));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

// Twice: gyp splits the answer as a shell would, then writes it unquoted into a Makefile, which a shell reads again.
function quote(flag) {
  return /^[\w@%+=:,./-]+$/.test(flag) ? flag : `'${flag.replaceAll("'", `'\\''`)}'`;
}
