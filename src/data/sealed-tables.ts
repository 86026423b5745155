// A block of bytes that holds a JSON header and tables of numbers, sealed by its sha256: what indexes are kept in.

import { sha256Of } from "./hash.ts";

export type Table = Uint8Array | Uint32Array | Int32Array | Float64Array | BigInt64Array;

const KINDS = { Uint8Array, Uint32Array, Int32Array, Float64Array, BigInt64Array };

interface TableEntry {
  name: string;
  kind: keyof typeof KINDS;
  length: number;
}

export interface Tables<H> {
  header: H;
  tables: Readonly<Record<string, Table>>;
}

// So that the tables can be looked at in place.
const ALIGNMENT = 8;
const LENGTH_BYTES = 8;
const SEAL_BYTES = 64; // sha256 in hexadecimal

/**
 * Layout: length of the header (8 bytes, little-endian), the header as JSON, the tables in its order, each padded to 8 bytes
 * (numbers in the machine's own order, little-endian wherever libtorch runs), and the sha256 of all that in hexadecimal.
 */
export function sealTables<H>({ header, tables }: Tables<H>): Uint8Array {
  const entries = Object.entries(tables).map(
    ([name, table]): TableEntry => ({
      name,
      kind: table.constructor.name === "Buffer" ? "Uint8Array" : (table.constructor.name as TableEntry["kind"]),
      length: table.length,
    }),
  );
  const head = Buffer.from(JSON.stringify({ header, tables: entries }));
  const parts = [
    head,
    ...Object.values(tables).map((table) => Buffer.from(table.buffer, table.byteOffset, table.byteLength)),
  ];
  const body = LENGTH_BYTES + parts.reduce((sum, { length }) => sum + padded(length), 0);
  const block = Buffer.alloc(body + SEAL_BYTES);
  block.writeBigUInt64LE(BigInt(head.length));
  let offset = LENGTH_BYTES;
  for (const part of parts) {
    block.set(part, offset);
    offset += padded(part.length);
  }
  block.write(sha256Of(block.subarray(0, body)), body, "latin1");
  return block;
}

/**
 * The inverse of `sealTables`; the tables are views of `block` where its own offset allows.
 * @returns undefined where a byte was lost or changed
 */
export function openTables<H>(block: Uint8Array): Tables<H> | undefined {
  const body = block.length - SEAL_BYTES;
  if (body < LENGTH_BYTES) return undefined;
  const bytes = block.byteOffset % ALIGNMENT === 0 ? block : block.slice();
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.toString("latin1", body) !== sha256Of(view.subarray(0, body))) return undefined;
  const headLength = Number(view.readBigUInt64LE());
  const { header, tables } = JSON.parse(view.toString("utf8", LENGTH_BYTES, LENGTH_BYTES + headLength)) as {
    header: H;
    tables: TableEntry[];
  };
  let offset = LENGTH_BYTES + padded(headLength);
  const opened: Record<string, Table> = {};
  for (const { name, kind, length } of tables) {
    const table = new KINDS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
    opened[name] = table;
    offset += padded(table.byteLength);
  }
  return { header, tables: opened };
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
