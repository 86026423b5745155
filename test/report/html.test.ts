// Oracle: markup written out by hand.
import { expect, test } from "vitest";
import { escapeHtml, html } from "../../src/report/html.ts";

test("text is escaped, in elements and in attributes; markup is not escaped again", () => {
  const name = `<b class="x">Tom's & Ann</b>`;
  expect(html`<p title="${name}">${html`<i>${"a < b"}</i>`}</p>`.text).toBe(
    '<p title="&#60;b class=&#34;x&#34;&#62;Tom&#39;s &#38; Ann&#60;/b&#62;"><i>a &#60; b</i></p>',
  );
  expect(escapeHtml("plain – text")).toBe("plain – text");
});

test("lists are joined, zero is printed, what is not there leaves nothing", () => {
  expect(html`${["a", html`<br>`, ["b"]]}|${0}|${undefined}|${false}|`.text).toBe("a<br>b|0|||");
});
