// Peak memory of this process.
import { readFileSync } from "node:fs";

/** Largest resident set so far, in bytes; freed blocks that the allocator keeps are counted. */
export function peakMemory(): number {
  try {
    // Not getrusage's: that starts from what the parent process had when it forked.
    const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
