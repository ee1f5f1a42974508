import { fnv1a64 } from "@skylane/core";
import * as z from "zod";

const MAX_NAME = 200;
const MAX_ID = 512;
const MAX_RESOURCES = 20;

/** A text of a notice, whatever it holds; a notice is a megabyte at most, a text in it is not. */
export const Text = z.string().max(8_192);

/** A moment as clouds write it. */
export const Instant = z.iso.datetime({ offset: true });

/** Text from outside on one line, without what cannot be seen, short enough for an event. */
export const oneLineName = (text: string): string =>
  [...text.replaceAll(/\s+/gu, " ").replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "")]
    .slice(0, MAX_NAME / 2)
    .join("")
    .trim();

/** An id as an event takes it: printable and not too long. What does not belong in an id becomes `_`, and a hash keeps such ids apart. */
export function plainId(...parts: readonly string[]): string {
  const id = parts.join(":");
  if (/^[\x21-\x7e]{1,512}$/.test(id)) return id;
  return `${id.slice(0, MAX_ID / 2).replaceAll(/[^\x21-\x7e]/g, "_")}~${fnv1a64(id)}`;
}

/** Ids of resources that could be real, each once; a name with a space in it is the name of nothing. */
export const resourceIdsOf = (ids: readonly (string | undefined)[]): string[] =>
  [...new Set(ids.flatMap((id) => (id !== undefined && /^[\x21-\x7e]{1,512}$/.test(id) ? [id] : [])))].slice(
    0,
    MAX_RESOURCES,
  );
