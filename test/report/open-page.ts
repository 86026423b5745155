// A page in a real browser, and all that it complains of: console lines, errors, and requests beyond the page itself.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";

export const hasBrowser = existsSync(executablePath);
if (!hasBrowser)
  console.warn(`reports in a browser: skipped, there is no ${executablePath} (apt-get install chromium)`);

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

export async function openPage(browser: Browser, path: string, width: number, colorScheme: "light" | "dark" = "light") {
  const url = pathToFileURL(path).href;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
