// Colours of classes on maps: hues around the circle, neighbours told apart by lightness; legible on light and on dark.

/** `[red, green, blue]` of class `index` of `count`, 0–255. */
export function classColour(index: number, count: number): [number, number, number] {
  const hue = (360 * index) / Math.max(1, count);
  const lightness = index % 2 === 0 ? 0.46 : 0.62;
  const spread = 0.7 * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

export function cssColour(index: number, count: number): string {
  return `rgb(${classColour(index, count).join(" ")})`;
}
