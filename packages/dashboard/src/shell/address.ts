import * as z from "zod";

/** What an address asks for, as it stands there: a text, or texts where a key is given more than once. Never JSON: an id `1` stays a text. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const asked = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(asked.keys())].map((key) => {
      const [first = "", ...more] = asked.getAll(key);
      return [key, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

/** The text that `parseSearch` understands as this, with its `?`; empty where nothing is asked. */
export function stringifySearch(search: object): string {
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    for (const one of [value].flat()) if (one !== undefined && one !== null) asked.append(key, String(one));
  const text = asked.toString();
  return text === "" ? "" : `?${text}`;
}

/** A key of an address: what it does not understand is as if it were not there; of several the first counts. */
export const one = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .transform((value): z.output<Schema> | undefined => schema.safeParse(Array.isArray(value) ? value[0] : value).data)
    .optional();

/** A key that may be given more than once: those it understands, each once; absent where none is left. */
export const many = <Schema extends z.ZodType<string>>(schema: Schema) =>
  z
    .unknown()
    .transform((value): readonly z.output<Schema>[] | undefined => {
      const known = [value].flat().flatMap((text) => schema.safeParse(text).data ?? []);
      return known.length === 0 ? undefined : [...new Set(known)];
    })
    .optional();
