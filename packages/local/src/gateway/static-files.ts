import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Sends a file of the page; answers false, with nothing sent, if there is none. */
export type ServeFile = (request: IncomingMessage, pathname: string, response: ServerResponse) => Promise<boolean>;

/**
 * Serves the files below a folder, and nothing outside it, whatever the path or a link says. An address of the page itself
 * (a browser asks for HTML) that is no file gets `index.html`: the page finds its way from there.
 */
export function fileServer(folder: string): ServeFile {
  return async (request, pathname, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const wanted = await findFile(folder, pathname === "/" ? "/index.html" : pathname);
    const isPage = (request.headers.accept ?? "").includes("text/html");
    const file = wanted ?? (isPage ? await findFile(folder, "/index.html") : undefined);
    if (!file) return false;
    // Vite puts a hash of the content into the names of assets; only those may be kept.
    const isHashed = file.path.includes(`${sep}assets${sep}`);
    response.writeHead(200, {
      "content-type": TYPES[extname(file.path)] ?? "application/octet-stream",
      "content-length": file.bytes,
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(file.path), response).catch(() => response.destroy()); // the client went away
    return true;
  };
}

async function findFile(folder: string, pathname: string): Promise<{ path: string; bytes: number } | undefined> {
  try {
    const root = await realpath(resolve(folder));
    const path = await realpath(join(root, decodeURIComponent(pathname)));
    if (!path.startsWith(root + sep)) return undefined;
    const found = await stat(path);
    return found.isFile() ? { path, bytes: found.size } : undefined;
  } catch {
    return undefined; // not there, or no valid name of a file
  }
}
