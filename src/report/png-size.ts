// Width and height of a PNG, without decoding it.

/** Pixels; undefined where these are no bytes of a PNG. */
export function pngSize(png: Uint8Array): { width: number; height: number } | undefined {
  // The first chunk is IHDR, its width and height are big-endian at bytes 16 and 20.
  if (png.length < 24) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
