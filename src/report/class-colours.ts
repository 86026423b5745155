// Colours of classes in the maps: of middle lightness, so that they are seen on white and on black.

// Ten that are told apart by most eyes; the maps name the classes beside them as well.
const FEW = [
  "#3b76c4",
  "#d9731a",
  "#3a9a50",
  "#c93b45",
  "#8a62c0",
  "#96694a",
  "#d0609f",
  "#7d8288",
  "#97972a",
  "#2a9fb5",
];

/** One colour per class, `#rrggbb`; of more than ten neighbours in the list are far apart in hue. */
export function classColours(count: number): string[] {
  if (count <= FEW.length) return FEW.slice(0, count);
  return Array.from({ length: count }, (_, i) => fromHsl((i * GOLDEN_ANGLE) % 360, 0.55, [0.42, 0.52, 0.6][i % 3]!));
}

// Turns by it never come back to the same hue.
const GOLDEN_ANGLE = 137.507_764;

function fromHsl(hue: number, saturation: number, lightness: number): string {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const value = lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
