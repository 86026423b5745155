// Hashes of files, read in pieces so that large ones need little memory.

import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const PIECE_BYTES = 4 * 1024 * 1024;

/** The sha512 of a file in the form npm writes it: `sha512-<base64>`. */
export async function integrityOf(path: string): Promise<string> {
  const hash = createHash("sha512");
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return `sha512-${hash.digest("base64")}`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
