import type { Caller, ConnectionForm, SeenService } from "@skylane/core";
import { inventoryOf, latestTopology, serviceInWords, sha256Of, submitIntents } from "../../intent/index.ts";
import { allow } from "../../people/index.ts";
import { wordRun } from "../word-intents.ts";
import type { ChatAnswer } from "../word-status.ts";

/** Slack shows as many. */
const MAX_CHOICES = 100;

/** A service to choose from; its text is plain and comes from outside. */
export interface ServiceChoice {
  readonly id: string;
  readonly label: string;
}

type SubmitDeps = Parameters<typeof allow>[0] & Parameters<typeof submitIntents>[0];

/** What a choice of a service carries: its key may be longer than an option's value. */
const choiceIdOf = ({ key }: SeenService): string => sha256Of(key).slice(0, 32);

/**
 * Services whose name, kind, place or address have every word that was typed, by name, 100 at most; none before the first
 * discovery. @throws ERR_NOT_ALLOWED
 */
export async function offerServices(
  deps: Parameters<typeof allow>[0] & Parameters<typeof latestTopology>[0],
  caller: Caller,
  typed: string,
): Promise<readonly ServiceChoice[]> {
  await allow(deps, caller, "ask-intent", "services of a form");
  const latest = await deps.topologies.latest();
  const words = typed.toLowerCase().split(/[\s,]+/);
  return (latest ? inventoryOf(latest.topology) : [])
    .filter((service) => {
      const text = `${serviceInWords(service)} ${service.dnsName ?? ""} ${service.addresses.join(" ")}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_CHOICES)
    .map((service) => ({ id: choiceIdOf(service), label: serviceInWords(service) }));
}

/** Asks for the connection of a form. The same key twice is one request. @throws ERR_NOT_ALLOWED, ERR_TOPOLOGY_MISSING */
export async function submitForm(
  deps: SubmitDeps,
  caller: Caller,
  { source, destination, port, requirements, owner, costCentre }: ConnectionForm,
  idempotencyKey: string,
): Promise<ChatAnswer> {
  const person = await allow(deps, caller, "ask-intent", "a connection, by a form");
  const services = inventoryOf(await latestTopology(deps));
  const keyOf = (choice: string): string | undefined => services.find((one) => choiceIdOf(one) === choice)?.key;
  const [from, to] = [keyOf(source), keyOf(destination)];
  if (from === undefined || to === undefined)
    return {
      title: "Not asked for: a service that was chosen is not there any more",
      lines: ["Fill the form in again with /skylane connect."],
    };
  const request = {
    slots: { ...(port !== undefined && { port }), requirements },
    // by their keys: nothing is left to be looked for
    answers: { source: from, destination: to },
    acceptFixes: false,
    idempotencyKey,
    ...(owner !== undefined && { owner }),
    ...(costCentre !== undefined && { costCentre }),
  };
  return wordRun(await submitIntents(deps, [request], person));
}
