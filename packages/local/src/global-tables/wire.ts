import * as z from "zod";
import { jsonBody, type RestService } from "../edge/rest-service.ts";
import { Accepted, type Acceptor, Promised, Seen, Taken } from "./acceptor.ts";
import { Ballot } from "./ballot.ts";
import { Changes } from "./eventual-table.ts";

/** What the Regions and the witness say to each other; not an AWS API. */
const PREFIX = "/_local/replication";
const Look = z.strictObject({ key: z.string() });
const Prepare = z.strictObject({ key: z.string(), ballot: Ballot });
const Accept = z.strictObject({ key: z.string(), accepted: Accepted });
const Keys = z.strictObject({ keys: z.array(z.string()) });
/** A batch of changes holds a hundred items of 400 KB at most. */
const BODY_LIMIT_BYTES = 48 * 1_048_576;
/** Far more than any two Regions are apart; who has not answered by then is not there. */
const TIMEOUT_MS = 1_500;

/** Answers the other Region: as one of the three acceptors, and, in a replica, as the one who takes over its changes. */
export const replicationService = (acceptor: Acceptor, receive?: (changes: Changes) => Promise<void>): RestService => ({
  pathPrefixes: [PREFIX],
  bodyLimitBytes: BODY_LIMIT_BYTES,
  async handle(request) {
    const body = jsonBody(request);
    switch (`${request.method} ${request.path.slice(PREFIX.length)}`) {
      case "POST /look":
        return { statusCode: 200, body: await acceptor.look(Look.parse(body).key) };
      case "POST /prepare": {
        const { key, ballot } = Prepare.parse(body);
        return { statusCode: 200, body: await acceptor.prepare(key, ballot) };
      }
      case "POST /accept": {
        const { key, accepted } = Accept.parse(body);
        return { statusCode: 200, body: await acceptor.accept(key, accepted) };
      }
      case "POST /keys":
        return { statusCode: 200, body: { keys: await acceptor.keys() } };
      case "POST /changes":
        await receive?.(Changes.parse(body));
        return { statusCode: receive ? 200 : 404, body: {} };
      default:
        return { statusCode: 404, body: {} };
    }
  },
});

async function ask(url: string, what: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}${PREFIX}/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${what} was answered with ${response.status}`);
  return response.json();
}

/** The acceptor of another Region, or the witness. */
export const remoteAcceptor = (url: string): Acceptor => ({
  look: async (key) => Seen.parse(await ask(url, "look", { key })),
  prepare: async (key, ballot) => Promised.parse(await ask(url, "prepare", { key, ballot })),
  accept: async (key, accepted) => Taken.parse(await ask(url, "accept", { key, accepted })),
  keys: async () => Keys.parse(await ask(url, "keys", {})).keys,
});

/** Sends changes to the other Region. @throws Error if it does not take them */
export const sendChanges = async (url: string, changes: Changes): Promise<void> =>
  void (await ask(url, "changes", changes));
