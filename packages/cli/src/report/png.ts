import { renderByBrowser } from "./browser.ts";

/**
 * A picture of a drawing, by the browser that is on this machine; as large as the drawing says it is.
 * @throws CliError if there is no browser, or it draws nothing
 */
export async function renderPng(svg: string, environment: NodeJS.ProcessEnv = process.env): Promise<Uint8Array> {
  const [, width = "1600", height = "1200"] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const page = `<!doctype html><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>${svg}`;
  return renderByBrowser(page, {
    what: "PNG",
    instead: ".svg",
    arguments: (file) => ["--hide-scrollbars", `--window-size=${width},${height}`, `--screenshot=${file}`],
    environment,
  });
}
