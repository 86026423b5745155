// How every chart looks: sizes and colours that follow the page's light or dark scheme.
import type { Config } from "vega-lite";

// Okabe and Ito's palette, told apart with every kind of colour vision; the page sets lighter tones in the dark.
const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

const PLAIN = SERIES.map((colour, i) => `var(--series-${i + 1}, ${colour})`);

/** Behind so many come their darker and paler tones. */
export const PLAIN_COLOURS = PLAIN.length;

/** Colours of the runs in their order: the page's own, or these where a figure stands alone; more of them nearer to the
 * text's colour, then to the paper's. */
export const SERIES_COLOURS = [
  ...PLAIN,
  ...PLAIN.map((colour) => `color-mix(in oklch, ${colour}, currentColor 45%)`),
  ...PLAIN.map((colour) => `color-mix(in oklch, ${colour}, transparent 50%)`),
];

/** Dashes beside the colours, so that a comparison also reads in black and white;
 * one fewer than colours, so that a pair of both comes back late. */
export const SERIES_DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
];

/** `count` stages of one thing, from the first series' colour to the second's; told apart by lightness of hue. */
export function stageColours(count: number): string[] {
  const [from, to] = SERIES_COLOURS;
  const share = (i: number) => (count > 1 ? Math.round((100 * i) / (count - 1)) : 0);
  return Array.from({ length: count }, (_, i) => `color-mix(in oklch, ${to} ${share(i)}%, ${from})`);
}

// Drawn a little smaller than a column of the page, so that labels are still read on a phone.
export const CHART_WIDTH = 440;
export const CHART_HEIGHT = 270;

// vega-lite hands `legend.layout` on to Vega, though its types do not know it.
export const THEME = {
  background: "transparent",
  font: "sans-serif",
  view: { stroke: null },
  axis: {
    labelLimit: 0,
    labelAngle: 0,
    labelColor: "currentColor",
    labelOpacity: 0.75,
    labelFontSize: 12,
    labelPadding: 6,
    titleColor: "currentColor",
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    domain: false,
    ticks: false,
    gridColor: "currentColor",
    gridOpacity: 0.14,
  },
  // Equal margins, so that charts below each other line up.
  axisY: { minExtent: 34, tickCount: 5 },
  axisX: {
    grid: false,
    domain: true,
    domainColor: "currentColor",
    domainOpacity: 0.4,
    tickCount: 6,
    labelFlush: false,
  },
  legend: {
    orient: "bottom",
    columns: 1,
    labelLimit: 0,
    labelColor: "currentColor",
    labelFontSize: 12,
    symbolType: "stroke",
    symbolSize: 300,
    symbolStrokeWidth: 2.5,
    title: null,
    // Legends below each other, rather than beside, where the second would leave the picture.
    layout: { bottom: { direction: "vertical", anchor: "start", margin: 2 } },
  },
  range: { category: SERIES_COLOURS },
} as unknown as Config;
