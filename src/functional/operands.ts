// Checks of operands and numbers, each with the one message a caller needs: who, what came, what must hold.
import { MochiError } from "../errors.ts";
import { format, type Tensor } from "../tensor/index.ts";

/**
 * @param rule what must hold, ending the message: `the last axis must agree`.
 * @throws MochiError `shape-mismatch` naming every operand with its shape, unless `holds`.
 */
export function checkShapes(where: string, operands: Record<string, Tensor>, rule: string, holds: boolean): void {
  if (holds) return;
  const shapes = Object.entries(operands).map(([name, { shape }]) => `${name} ${verbOf(name)} ${format(shape)}`);
  const listed = [shapes.slice(0, -1).join(", "), shapes.at(-1)].filter(Boolean).join(" but ");
  throw new MochiError({ code: "shape-mismatch", message: `${where}: ${listed}; ${rule}`, where });
}

/** @throws MochiError `number-out-of-range` unless `holds`. */
export function checkNumber(where: string, name: string, value: number, rule: string, holds: boolean): void {
  if (holds) return;
  const message = `${where}: ${name} is ${value}; it must be ${rule}`;
  throw new MochiError({ code: "number-out-of-range", message, where });
}

export function checkTemperature(where: string, temperature: number): void {
  const holds = temperature > 0 && Number.isFinite(temperature);
  checkNumber(where, "temperature", temperature, "a positive number", holds);
}

export function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/** Whether all are matrices with equally long rows. */
export function areMatricesOfEqualRows(...operands: readonly Tensor[]): boolean {
  return operands.every(({ shape }) => shape.length === 2 && shape[1] === operands[0]!.shape[1]);
}

function verbOf(name: string): "is" | "are" {
  return name.endsWith("s") ? "are" : "is";
}
