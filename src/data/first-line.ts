// The part of an error's message that a list of broken files has room for.

/** The first line of an error's message: a decoder may say the same thing many times over. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split("\n")[0]!;
}
