// Commands as one reads and copies them: broken between their words only.
import { type Html, html } from "./html.ts";

/** A `<code>` element; each word in its own box, so that no line ends inside a flag. */
export function commandLine(command: string): Html {
  const words = command.split(" ").map((word, i) => html`${i > 0 && " "}<span>${word}</span>`);
  return html`<code class="command">${words}</code>`;
}
