import { cloudIds, QueryCloud, type QueryEnd, QueryName } from "@skylane/core";
import { type Cursor, isMisread, type Misread } from "./cursor.ts";
import { quoted, type Token } from "./tokens.ts";
import { reserved } from "./words.ts";

/** A name in a question: what it is the name of is known from where it stands. */
export interface NameSaid {
  readonly name: string;
  /** Not in quotes, so that a cloud is meant by a cloud's id. */
  readonly isBare: boolean;
  readonly token: Token;
}

/** The name that comes next, as `after` asks for one. */
export function readName(cursor: Cursor, after: string): NameSaid | Misread {
  cursor.skipFillers();
  const token = cursor.peek();
  const { kind, text, word } = token;
  if (kind === "quoted") {
    if (!QueryName.safeParse(text).success) return cursor.misread("a name has 1 to 128 characters");
    cursor.take();
    return { name: text, isBare: false, token };
  }
  if (kind === "word" && !reserved.has(word) && text.length <= 128) {
    cursor.take();
    return { name: text, isBare: true, token };
  }
  return cursor.misread(
    kind === "word" || kind === "number"
      ? `a name is expected after “${after}”; one that is a word of the language, or begins with a digit, stands in quotes`
      : `a name is expected after “${after}”`,
    kind === "word" ? [quoted(text.slice(0, 128))] : [],
  );
}

/** The cloud that comes next. */
export function readCloud(cursor: Cursor): { readonly cloud: string; readonly token: Token } | Misread {
  const token = cursor.peek();
  if (token.kind !== "word" || !QueryCloud.safeParse(token.word).success)
    return cursor.misread("a cloud is expected here", cloudIds);
  cursor.take();
  return { cloud: token.word, token };
}

/** One end of requests: `web-app`, `service aws`, `aws`, `cloud alibaba_cloud`. */
export function readEnd(cursor: Cursor, after: string): { readonly end: QueryEnd; readonly token: Token } | Misread {
  cursor.skipFillers();
  if (cursor.takeWord("cloud")) {
    const cloud = readCloud(cursor);
    return isMisread(cloud) ? cloud : { end: { cloud: cloud.cloud }, token: cloud.token };
  }
  cursor.takeWord("service");
  const said = readName(cursor, after);
  if (isMisread(said)) return said;
  return { end: isCloud(said) ? { cloud: said.name.toLowerCase() } : { service: said.name }, token: said.token };
}

/** A cloud's id that is not in quotes. */
export const isCloud = ({ name, isBare }: NameSaid): boolean =>
  isBare && (cloudIds as readonly string[]).includes(name.toLowerCase());
