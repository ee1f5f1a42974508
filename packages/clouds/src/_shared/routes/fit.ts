import { Cidr, fnv1a64 } from "@skylane/core";
import * as z from "zod";

/** A form that text from outside must have before it is put into a command, a document or a call. */
export interface Form {
  readonly pattern: RegExp;
  /** What it looks like, for people: `a transit gateway id, tgw-…`. */
  readonly is: string;
}

/**
 * The value if it is of the form.
 * @throws a ZodError that names the field and the form
 */
export function fit(value: string | undefined, field: string, { pattern, is }: Form): string {
  if (value !== undefined && pattern.test(value)) return value;
  const shown = value === undefined ? "it is missing" : `got ${JSON.stringify(value.slice(0, 80))}`;
  throw misfit(field, `${field} must be ${is}; ${shown}`, value);
}

/** The first of the names that is of the form: links go by several. */
export const firstOf = (names: readonly string[], { pattern }: Form): string | undefined =>
  names.find((name) => pattern.test(name));

export const regionForm: Form = { pattern: /^[a-z0-9][a-z0-9-]{0,40}$/, is: "the name of a Region, such as us-east-1" };
export const ipForm: Form = {
  pattern: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/,
  is: "an IPv4 address",
};

/** The vendors take so many in one request, and a person can still read them. */
const MAX_PREFIXES = 100;

/**
 * The prefixes as networks: IPv4, no host bits, no duplicates, in order. Never the default route: it would take along what
 * the intent does not know of.
 * @throws a ZodError that names the prefix
 */
export function fitPrefixes(prefixes: readonly string[]): readonly [string, ...string[]] {
  const fits = [...new Set(prefixes.map(fitPrefix))].toSorted(byAddress);
  const [first, ...others] = fits;
  if (first === undefined) throw misfit("prefixes", "prefixes must name one network at least", prefixes);
  if (fits.length > MAX_PREFIXES)
    throw misfit(
      "prefixes",
      `prefixes must be ${MAX_PREFIXES} at most; split the intent (got ${fits.length})`,
      prefixes,
    );
  return [first, ...others];
}

function fitPrefix(prefix: string, i: number): string {
  const field = `prefixes[${i}]`;
  if (!Cidr.safeParse(prefix).success)
    throw misfit(
      field,
      `${field} must be an IPv4 network such as 10.1.0.0/16; got ${JSON.stringify(prefix.slice(0, 80))}`,
      prefix,
    );
  const { address, length } = parsePrefix(prefix);
  if (length === 0)
    throw misfit(field, `${field} must not be the default route: name the networks that shall move`, prefix);
  if (address % 2 ** (32 - length) !== 0)
    throw misfit(field, `${field} has host bits set; name the network itself (got ${prefix})`, prefix);
  return prefix;
}

/** Address as a number, and mask length, of a checked prefix. */
export function parsePrefix(prefix: string): { readonly address: number; readonly length: number } {
  const [ip = "", length = ""] = prefix.split("/");
  return { address: ip.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0), length: Number(length) };
}

const byAddress = (a: string, b: string): number => {
  const [one, other] = [parsePrefix(a), parsePrefix(b)];
  return one.address - other.address || one.length - other.length;
};

/** Short name made of an intent's id, the same at each run; safe in every language that names are written in. */
export const shortName = (id: string): string => fnv1a64(id).slice(0, 8);

/** Text from outside as part of a sentence for people: one line, no control or formatting characters, not endless. */
export const forPeople = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").slice(0, 120);

const misfit = (field: string, message: string, input: unknown): z.ZodError =>
  new z.ZodError([{ code: "custom", path: [field], message, input }]);
