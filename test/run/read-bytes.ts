// An independent reader of safetensors files: the eight bytes of length, the header, and where each tensor lies.
import { readFileSync } from "node:fs";

export function readBytes(path: string) {
  const file = readFileSync(path);
  const length = file.readUInt32LE(0) + file.readUInt32LE(4) * 2 ** 32;
  const header = JSON.parse(file.toString("latin1", 8, 8 + length));
  const bytesOf = (name: string) => {
    const [start, end] = header[name].data_offsets;
    return file.subarray(8 + length + start, 8 + length + end);
  };
  return { file, length, header, bytesOf };
}
