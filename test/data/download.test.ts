// Oracle: the bytes a local server was given, and the requests it saw.

import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { download } from "../../src/data/download.ts";
import { serveFile } from "./file-server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const content = randomBytes(300_000);
const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;

function request(url: string, folder = temporaryFolder()) {
  return { url, target: join(folder, "file.tgz"), integrity, label: "file", pauseMs: 1 };
}

test("fetches a file with progress and leaves nothing beside it", async () => {
  const { url } = await serveFile(content);
  const folder = temporaryFolder();
  const seen: number[] = [];
  await download({
    ...request(url, folder),
    onProgress: ({ done, total, label }) => {
      expect([label, total]).toEqual(["file", content.length]);
      seen.push(done);
    },
  });
  expect(readFileSync(join(folder, "file.tgz")).equals(content)).toBe(true);
  expect(readdirSync(folder)).toEqual(["file.tgz"]);
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(content.length);
});

test("goes on from the byte where the connection was cut", async () => {
  const { url, requests } = await serveFile(content, [{ cutAfter: 100_000 }, { cutAfter: 50_000 }]);
  const wanted = request(url);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests.map((headers) => headers.range)).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
  expect(requests[1]!["if-range"]).toBe('"v1"');
});

test("a line that breaks often gets there, as long as each attempt gains bytes", async () => {
  const { url, requests } = await serveFile(content, Array(9).fill({ cutAfter: 30_000 }));
  const wanted = request(url);
  await download({ ...wanted, attempts: 2 });
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests).toHaveLength(10);
});

test("an interrupted download is resumed by the next call", async () => {
  const { url, requests } = await serveFile(content, [{ cutAfter: 123_456 }]);
  const wanted = request(url);
  await expect(download({ ...wanted, attempts: 1 })).rejects.toMatchObject({ code: "download-failed" });
  expect(existsSync(wanted.target)).toBe(false);
  expect(statSync(`${wanted.target}.part`).size).toBe(123_456);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests[1]!.range).toBe("bytes=123456-");
});

test("starts over where the server ignores ranges", async () => {
  const { url, requests } = await serveFile(content, [{ cutAfter: 100_000 }, { ignoreRange: true }]);
  const wanted = request(url);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests).toHaveLength(2);
});

test("starts over where the file has changed on the server", async () => {
  const old = Buffer.alloc(content.length, 7);
  const { url, requests } = await serveFile(content, [{ body: old, cutAfter: 100_000, etag: '"v0"' }]);
  const wanted = request(url);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests.map((headers) => headers["if-range"])).toEqual([undefined, '"v0"']);
});

test("starts over where the server sends another range than asked for", async () => {
  const { url, requests } = await serveFile(content, [{ cutAfter: 100_000 }, { contentRange: "bytes 5-9/300000" }]);
  const wanted = request(url);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests[2]!.range).toBeUndefined();
});

test("a wrong hash has the whole file fetched again", async () => {
  const { url, requests } = await serveFile(content, [{ body: Buffer.alloc(300_000) }]);
  const wanted = request(url);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests.map((headers) => headers.range)).toEqual([undefined, undefined]);
});

test("a damaged part is noticed by the hash, removed and fetched again", async () => {
  const { url, requests } = await serveFile(content);
  const wanted = request(url);
  writeFileSync(`${wanted.target}.part`, Buffer.alloc(1000));
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests.map((headers) => headers.range)).toEqual(["bytes=1000-", undefined]);
});

test("gives up on a hash that stays wrong, naming both, and leaves no file", async () => {
  const wrong = Buffer.from("not the file");
  const { url, requests } = await serveFile(wrong);
  const folder = temporaryFolder();
  const got = `sha512-${createHash("sha512").update(wrong).digest("base64")}`;
  await expect(download({ ...request(url, folder), attempts: 3 })).rejects.toMatchObject({
    code: "download-failed",
    message: `file.tgz could not be downloaded, tried 3 times: its hash is ${got}; expected ${integrity}`,
    where: url,
  });
  expect(requests).toHaveLength(3);
  expect(readdirSync(folder)).toEqual([]);
});

test("a part that is already whole needs no further byte", async () => {
  const { url, requests } = await serveFile(content);
  const wanted = request(url);
  writeFileSync(`${wanted.target}.part`, content);
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests).toHaveLength(1);
});

test("a target with the right hash is not fetched, a damaged one is", async () => {
  const { url, requests } = await serveFile(content);
  const wanted = request(url);
  writeFileSync(wanted.target, "damaged");
  await download(wanted);
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  await download(wanted);
  expect(requests).toHaveLength(1);
});

test("passing faults of the server are tried again", async () => {
  const { url, requests } = await serveFile(content, [{ status: 503 }, { status: 429 }]);
  await download(request(url));
  expect(requests).toHaveLength(3);
});

test("a refusal ends at once, saying where the file can be put by hand", async () => {
  const { url, requests } = await serveFile(content, [{ status: 404 }]);
  const wanted = request(url);
  await expect(download(wanted)).rejects.toMatchObject({
    code: "download-refused",
    message: "file.tgz could not be downloaded: the server answered 404",
    remedy: `fetch that address by other means and save it as ${wanted.target}`,
  });
  expect(requests).toHaveLength(1);
});

test("a server that falls silent is left and asked again", async () => {
  const { url, requests } = await serveFile(content, [{ silentAfter: 10_000 }]);
  const wanted = request(url);
  await download({ ...wanted, silenceMs: 150 });
  expect(readFileSync(wanted.target).equals(content)).toBe(true);
  expect(requests[1]!.range).toBe("bytes=10000-");
});

test("names the reason where nobody answers", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await expect(download({ ...request(`http://127.0.0.1:${port}/file.tgz`), attempts: 2 })).rejects.toMatchObject({
    code: "download-failed",
    message: expect.stringMatching(/^file\.tgz could not be downloaded, tried 2 times: fetch failed \(.*ECONNREFUSED/),
  });
});

test("a folder that cannot be made is named, with the remedy", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "in-the-way"), "");
  const wanted = request("http://127.0.0.1:1/file.tgz", join(folder, "in-the-way"));
  await expect(download(wanted)).rejects.toMatchObject({
    code: "cache-not-writable",
    where: join(folder, "in-the-way"),
    remedy: expect.stringContaining("MOCHI_DATA"),
  });
});
