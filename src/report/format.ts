// Numbers and names as the report prints them.
import { basename, isAbsolute, relative, resolve } from "node:path";

/** Stands where a value is not known. */
export const NOTHING = "–";

/** Two decimals, without the sign: `57.1` → `57.10`. */
export function percent(value: number | undefined): string {
  return isFiniteNumber(value) ? value.toFixed(2) : NOTHING;
}

/** `57.12 ± 0.21`. */
export function percentWithSpread(mean: number | undefined, std: number | undefined): string {
  return std === undefined ? percent(mean) : `${percent(mean)} ± ${percent(std)}`;
}

/** Thousands separated by commas; rounded to a whole number. */
export function count(value: number | undefined): string {
  return isFiniteNumber(value) ? Math.round(value).toLocaleString("en-US") : NOTHING;
}

/** Epochs, also between whole ones: `14.67`, `10`. */
export function epochCount(epochs: number): string {
  return String(Number(epochs.toFixed(2)));
}

/** `48 s`, `9 min 52 s`, `3 h 5 min`. */
export function duration(seconds: number | undefined): string {
  if (!isFiniteNumber(seconds)) return NOTHING;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-03-01 14:05 UTC` from an ISO 8601 time. */
export function moment(iso: string | undefined): string {
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? (iso ?? NOTHING) : `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** An option's value in one line. */
export function optionValue(value: unknown): string {
  if (value === undefined || value === null || value === "") return NOTHING;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.map(optionValue).join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([key, part]) => `${key} ${optionValue(part)}`)
      .join(", ");
  }
  return String(value);
}

/** A run folder as one would type it: relative to here where it lies below. */
export function folderName(path: string): string {
  const below = relative("", path);
  if (below === "") return basename(resolve(path));
  return below.startsWith("..") || isAbsolute(below) ? path : below;
}

function isFiniteNumber(value: number | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
