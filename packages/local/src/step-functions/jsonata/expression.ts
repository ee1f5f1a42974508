import jsonata from "jsonata";

/** The JSONata source between `{%` and `%}`, or undefined when the string is a plain value. */
export function expressionSource(text: string): string | undefined {
  return text.startsWith("{%") && text.endsWith("%}") ? text.slice(2, -2).trim() : undefined;
}

/** Why a string that looks like an expression does not parse; undefined when it does, or is a plain value. */
export function expressionSyntaxError(text: string): string | undefined {
  const source = expressionSource(text);
  if (source === undefined) return undefined;
  try {
    jsonata(source);
    return undefined;
  } catch (error) {
    return jsonataMessage(error);
  }
}

/** JSONata throws plain objects as well as errors. */
export function jsonataMessage(error: unknown): string {
  if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
  return String(error);
}
