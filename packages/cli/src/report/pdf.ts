import { renderByBrowser } from "./browser.ts";

/**
 * A page as it prints, by the browser that is on this machine; its paper and margins are those of its style.
 * @throws CliError if there is no browser, or it prints nothing
 */
export const renderPdf = (html: string, environment: NodeJS.ProcessEnv = process.env): Promise<Uint8Array> =>
  renderByBrowser(html, {
    what: "PDF",
    instead: ".html",
    arguments: (file) => ["--no-pdf-header-footer", `--print-to-pdf=${file}`],
    environment,
  });
