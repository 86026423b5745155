// Oracle: messages written by hand, and edit distances counted by hand.
import { describe, expect, test, vi } from "vitest";
import { formatError, InternalError, MochiError, nearest, UsageError } from "../src/errors.ts";

describe("formatting", () => {
  test("message, then place and remedy in one line", () => {
    const error = new MochiError({ code: "x", message: "queue too small", where: "--queue-size", remedy: "use 512" });
    expect(formatError(error)).toBe("✖ queue too small\n  → --queue-size   use 512");
  });

  test("without place and remedy there is one line", () => {
    expect(formatError(new MochiError({ code: "x", message: "no" }))).toBe("✖ no");
  });

  test("a usage error tells all its problems", () => {
    const problems = [
      { code: "a", message: "first", where: "--a" },
      { code: "b", message: "second", remedy: "mend it" },
    ];
    expect(formatError(new UsageError(problems))).toBe("✖ first\n  → --a\n✖ second\n  mend it");
  });

  test("our own broken assumptions show their stack, a user's errors only under DEBUG=mochi", () => {
    expect(formatError(new InternalError("broken"))).toContain("errors.test.ts");
    const error = new MochiError({ code: "x", message: "no" });
    vi.stubEnv("DEBUG", "other,mochi");
    expect(formatError(error)).toContain("errors.test.ts");
    vi.unstubAllEnvs();
  });
});

describe("the nearest name", () => {
  test("is one slip away", () => {
    expect(nearest("mochy", ["byol", "mochi", "moco-v2"])).toBe("mochi");
  });

  test("is none where all are far", () => {
    expect(nearest("swav", ["mochi", "moco-v2"])).toBeUndefined();
  });
});

test("a usage error without a problem is our own mistake", () => {
  expect(() => new UsageError([])).toThrow(InternalError);
});
