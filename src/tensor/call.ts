// Calling libtorch operators by name: interned ids, tensors unwrapped to handles and results wrapped again.
import { debugRequested, MochiError } from "../errors.ts";
import { native } from "./native.ts";
import { originOf, Tensor } from "./tensor.ts";

/** An operator by its schema name; its id is asked of libtorch at the first call. */
export interface Operator {
  readonly name: string;
  id: number;
}

export function operator(name: string): Operator {
  return { name, id: -1 };
}

export function resolve(op: Operator): number {
  op.id = native().operatorId(op.name);
  return op.id;
}

/** One native call; the generated operators use it with handles already unwrapped. */
export function invoke(op: Operator, ...args: unknown[]): unknown {
  try {
    return native().call(op.id < 0 ? resolve(op) : op.id, ...args);
  } catch (error) {
    throw explained(op, error, args);
  }
}

/**
 * Calls any of libtorch's operators by its schema name, for instance `call("aten::svd", x)`.
 * @returns tensors where the schema says tensors, arrays of them for several; for in-place operators the first argument.
 * @throws MochiError `operator-failed` naming operator, argument and shapes.
 */
export function call(name: string, ...args: unknown[]): unknown {
  let op = named.get(name);
  if (!op) {
    op = operator(name);
    named.set(name, op);
  }
  const schema = schemaOf(op);
  const result = invoke(op, ...args.map(unwrap));
  if (result === undefined && schema.writesFirst) return args[0];
  return wrap(result, schema.returnsTensors);
}

const named = new Map<string, Operator>();
const schemas = new Map<string, { writesFirst: boolean; returnsTensors: boolean }>();

function schemaOf(op: Operator) {
  let schema = schemas.get(op.name);
  if (!schema) {
    const text = schemaText(op);
    // The last arrow: aliased arguments such as `Tensor(a -> *)` hold one too.
    const arrow = text.lastIndexOf(" -> ");
    const writesFirst = /\((Tensor\(a!\)|Tensor\(a!\)\[\])/.test(text.slice(0, arrow));
    schema = { writesFirst, returnsTensors: text.slice(arrow).includes("Tensor") };
    schemas.set(op.name, schema);
  }
  return schema;
}

function schemaText(op: Operator): string {
  try {
    return native().operatorSchema(op.name);
  } catch (error) {
    throw explained(op, error, []);
  }
}

function unwrap(value: unknown): unknown {
  if (value instanceof Tensor) return value.handle;
  return Array.isArray(value) ? value.map(unwrap) : value;
}

function wrap(value: unknown, isTensor: boolean): unknown {
  if (Array.isArray(value)) return value.map((element) => wrap(element, isTensor));
  return isTensor && typeof value === "number" ? new Tensor(value) : value;
}

function explained(op: Operator, error: unknown, args: unknown[]): MochiError {
  const message = error instanceof Error ? error.message : String(error);
  const places = debugRequested() ? args.flatMap((arg) => (typeof arg === "number" ? (originOf(arg) ?? []) : [])) : [];
  return new MochiError({
    code: "operator-failed",
    message: places.length > 0 ? `${message}\n  made: ${places.join("; ")}` : message,
    ...(message.includes("after its scope ended") ? { remedy: "DEBUG=mochi names the line that made it" } : {}),
    where: op.name,
    cause: error,
  });
}
