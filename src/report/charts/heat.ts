// Colours of heat maps: one hue whose strength grows with the value, so weak that the text above is read in any scheme.
import { SERIES_COLOURS } from "./theme.ts";

/** Of shares, and of gains. */
export const HEAT = SERIES_COLOURS[0]!;
/** Of losses. */
export const COLD = SERIES_COLOURS[1]!;
/** Of the strongest cell. */
export const MOST_OPACITY = 0.6;
