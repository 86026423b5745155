// What a method says of a figure of its steps, so that it can be shown while it trains and drawn afterwards.

/** A metric of a method that is worth a place in the progress line and a chart in the report. */
export interface ShownMetric {
  /** Its name among the step's metrics. */
  name: string;
  /** In the progress line. */
  label: string;
  /** Over its chart. */
  title: string;
  /** One sentence under its chart. */
  meaning: string;
  /** True for shares of 1, which are shown in per cent. */
  isShare: boolean;
}
