import { createHash } from "node:crypto";
import { htmlText } from "@skylane/core";
import { style } from "./style.ts";

/** A page without its frame; `body` is markup in which every text from outside is escaped. */
export interface Framed {
  readonly title: string;
  readonly body: string;
  /** How often whoever has it open should get it anew; absent = never. */
  readonly refreshSeconds?: number;
}

const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** A page that stands alone: no script, no request, and a policy that forbids all but its own style sheet should something slip through. */
export const framed = ({ title, body, refreshSeconds }: Framed): string =>
  `${[
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    ...(refreshSeconds === undefined ? [] : [`<meta http-equiv="refresh" content="${refreshSeconds}">`]),
    `<title>${htmlText(title)}</title>`,
    `<style>${style}</style></head><body>`,
    body,
    "</body></html>",
  ].join("\n")}\n`;
