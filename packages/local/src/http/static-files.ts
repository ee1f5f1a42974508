import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".ico": "image/x-icon",
};

/** Sends a file of the page; an address without an ending is the page itself. False if there is no such file. */
export async function serveFile(folder: string, pathname: string, response: ServerResponse): Promise<boolean> {
  const wanted = extname(pathname) === "" ? "/index.html" : safeDecode(pathname);
  const path = normalize(join(folder, wanted));
  if (!path.startsWith(folder + sep)) return false;
  try {
    const content = await readFile(path);
    response.writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "cache-control": "no-cache",
    });
    response.end(content);
    return true;
  } catch {
    return false;
  }
}

function safeDecode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
