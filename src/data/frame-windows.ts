// Which frames of a clip make an item: five at equal distances, from windows in which something moves.
// Misra et al., ECCV 2016, arXiv 1603.08561 ("Misra"), §3.1.

/** a < b < c < d < e. */
export const FRAMES_PER_ITEM = 5;

// Misra §3.1 keeps tuples within 60 frames.
const LONGEST_WINDOW = 60;

// A change this many times the clip's usual one is a scene cut; fast motion stays within two or three times.
const CUT_FACTOR = 5;

/**
 * All windows of a stretch of frames, near and far, but those across a scene cut and the stiller half.
 * @param changes change from frame i to frame i + 1, of any unit; n − 1 numbers for n frames
 * @returns indices of five frames each, by start, then by distance
 */
export function frameWindows(changes: ArrayLike<number>): number[][] {
  const frames = changes.length + 1;
  const cut = CUT_FACTOR * medianOf(Array.from(changes));
  const windows: { frames: number[]; motion: number }[] = [];
  for (let start = 0; start + FRAMES_PER_ITEM <= frames; start++) {
    for (let pitch = 1; (FRAMES_PER_ITEM - 1) * pitch < LONGEST_WINDOW; pitch++) {
      const end = start + (FRAMES_PER_ITEM - 1) * pitch;
      if (end >= frames) break;
      const within = Array.from({ length: end - start }, (_, at) => changes[start + at]!);
      if (cut > 0 && Math.max(...within) > cut) break;
      const motion = within.reduce((sum, change) => sum + change, 0) / within.length;
      windows.push({ frames: Array.from({ length: FRAMES_PER_ITEM }, (_, at) => start + at * pitch), motion });
    }
  }
  // differs from Misra: motion is the mean change of the pixels, because optical flow would cost more than the training
  const still = medianOf(windows.map(({ motion }) => motion));
  return windows.filter(({ motion }) => motion >= still).map((window) => window.frames);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
