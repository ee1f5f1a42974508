import type { Query } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { parseQuery, type QueryReading } from "../language/parse-query.ts";

/** Somebody waits: so much is for the model, and the rest for the answer. */
const WITHIN_MS = 6_000;

/** A question as the grammar reads it, else as a model words it in the grammar. */
export async function readQuestion(
  { queryReader, log }: Pick<Deps, "queryReader" | "log">,
  asked: string,
): Promise<QueryReading & { readonly by: "grammar" | "model" }> {
  const reading = parseQuery(asked);
  if (reading.outcome === "read" || reading.text.trim() === "") return { ...reading, by: "grammar" };
  const worded = await queryReader.read(reading.text, WITHIN_MS);
  if (worded === undefined) return { ...reading, by: "grammar" };
  const again = parseQuery(worded.query);
  if (again.outcome === "read" && saysNames(reading.text, again.query, again.names)) return { ...again, by: "model" };
  log.info("question is not understood by the model either", { isParsed: again.outcome === "read" });
  return { ...reading, by: "grammar" };
}

/** A name that the question does not have is the model's own. */
function saysNames(
  text: string,
  query: Query,
  names: readonly { readonly kind: string; readonly name: string }[],
): boolean {
  const said = text.toLowerCase();
  const route = query.source === "requests" ? query.route : undefined;
  return [
    ...names.filter(({ kind }) => kind !== "cloud").map(({ name }) => name),
    ...(route?.split(" ").slice(1) ?? []),
  ].every((name) => said.includes(name.toLowerCase()));
}
