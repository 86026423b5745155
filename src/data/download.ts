// Download of one file: resumed after any interruption, checked by its hash, renamed into place only when whole.

import { existsSync } from "node:fs";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { MochiError } from "../errors.ts";
import { cacheNotWritable, makeCacheFolder } from "./cache.ts";
import type { OnDataProgress } from "./dataset.ts";
import { integrityOf } from "./hash.ts";

export interface Download {
  url: string;
  /** Where the whole file ends up; until then it grows in `<target>.part`. */
  target: string;
  /** `sha512-<base64>`. */
  integrity: string;
  /** Names the download in progress reports. */
  label: string;
  onProgress?: OnDataProgress | undefined;
  /** Failures in a row, without a new byte between them, before giving up. */
  attempts?: number;
  /** Pause after the first failure, in ms; doubles with each further one, up to 30 s. */
  pauseMs?: number;
  /** Silence of the server after which a connection is taken for dead, in ms. */
  silenceMs?: number;
}

/**
 * Fetches `url` into `target`, unless a file with the right hash is there already.
 * @throws MochiError when the server refuses, when it keeps failing, when the hash keeps disagreeing, or on a full disk.
 */
export async function download(request: Download): Promise<void> {
  const { target, integrity, attempts = 5, pauseMs = 1000 } = request;
  const part = partOf(target);
  if (existsSync(target)) {
    if ((await integrityOf(target)) === integrity) return;
    await rm(target);
  }
  await makeCacheFolder(dirname(target));

  let mostBytes = await bytesOf(part);
  let failure = "";
  for (let failures = 0; failures < attempts; ) {
    const outcome = await fetchRest(request, part);
    if (outcome === "whole") {
      const got = await integrityOf(part);
      if (got === integrity) {
        await rename(part, target);
        await rm(validatorOf(part), { force: true });
        return;
      }
      await discard(part);
      failure = `its hash is ${got}; expected ${integrity}`;
    } else {
      failure = outcome.failure;
    }
    // A slow line that breaks often still gets there: only failures without gain are counted.
    const bytes = await bytesOf(part);
    failures = bytes > mostBytes ? 1 : failures + 1;
    mostBytes = Math.max(mostBytes, bytes);
    if (failures < attempts) await pause(Math.min(pauseMs * 2 ** (failures - 1), 30_000));
  }
  throw new MochiError({
    code: "download-failed",
    message: `${basename(target)} could not be downloaded, tried ${attempts} times: ${failure}`,
    where: request.url,
    remedy: "check the network and run the command again: it goes on from where it stopped",
  });
}

/** The unfinished file beside the target. */
export function partOf(target: string): string {
  return `${target}.part`;
}

async function fetchRest(request: Download, part: string): Promise<"whole" | { failure: string }> {
  const { url, label, onProgress, silenceMs = 30_000 } = request;
  const offset = await bytesOf(part);
  const silence = new AbortController();
  const giveUp = () => silence.abort(new Error(`no data for ${silenceMs / 1000} s`));
  let timer = setTimeout(giveUp, silenceMs);
  try {
    const response = await fetch(url, { headers: await rangeHeaders(part, offset), signal: silence.signal });
    // 416: nothing lies beyond what we have; the hash will tell whether that is the whole file.
    if (response.status === 416) return "whole";
    if (!response.ok) return refused(response.status, request);
    if (response.status === 206 && !response.headers.get("content-range")?.startsWith(`bytes ${offset}-`)) {
      await discard(part);
      return { failure: `the server sent range ${response.headers.get("content-range")}; asked from ${offset}` };
    }

    // 200 is the whole file: the server ignores ranges, or the file has changed since.
    const start = response.status === 206 ? offset : 0;
    const total = totalOf(response, start);
    await rememberValidator(part, response.headers.get("etag"));
    const file = await openPart(part, start === 0 ? "w" : "a");
    let done = start;
    try {
      onProgress?.({ label, done, total });
      for await (const piece of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, silenceMs);
        // Unlike write(), this goes on until every byte is down.
        await file.appendFile(piece);
        done += piece.length;
        onProgress?.({ label, done, total });
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return total > 0 && done < total ? { failure: `the connection ended at byte ${done} of ${total}` } : "whole";
  } catch (error) {
    if (error instanceof MochiError) throw error;
    if (isDiskFault(error)) throw cacheNotWritable(part, error);
    return { failure: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    // Frees the connection of a response that was not read to its end.
    silence.abort();
  }
}

async function rangeHeaders(part: string, offset: number): Promise<Record<string, string>> {
  // Compressed in transit, byte ranges would count other bytes than ours.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (offset === 0) return headers;
  headers.range = `bytes=${offset}-`;
  const validator = await readFile(validatorOf(part), "utf8").catch(() => "");
  if (validator) headers["if-range"] = validator;
  return headers;
}

async function rememberValidator(part: string, etag: string | null): Promise<void> {
  // Weak tags promise the same meaning, not the same bytes; If-Range must not use them (RFC 9110 §13.1.5).
  if (etag && !etag.startsWith("W/")) await writeFile(validatorOf(part), etag);
  else await rm(validatorOf(part), { force: true });
}

function validatorOf(part: string): string {
  return `${part}.etag`;
}

async function openPart(part: string, flags: "w" | "a") {
  try {
    return await open(part, flags);
  } catch (cause) {
    throw cacheNotWritable(part, cause);
  }
}

function refused(status: number, { url, target }: Download): { failure: string } {
  // Too many requests, time-outs and faults of the server pass; the other refusals do not.
  if (status === 408 || status === 429 || status >= 500) return { failure: `the server answered ${status}` };
  throw new MochiError({
    code: "download-refused",
    message: `${basename(target)} could not be downloaded: the server answered ${status}`,
    where: url,
    remedy: `fetch that address by other means and save it as ${target}`,
  });
}

function totalOf(response: Response, start: number): number {
  const rest = Number(response.headers.get("content-length") ?? 0);
  return rest > 0 ? start + rest : 0;
}

function isDiskFault(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException)?.code ?? "";
  return ["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO", "EFBIG"].includes(code);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason (refused, unknown host, closed) in the cause.
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(validatorOf(part), { force: true });
}

async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
