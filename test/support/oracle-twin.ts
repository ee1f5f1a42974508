import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { oracleEstate } from "./oracle-steering.ts";
import { type SteeredTwin, startSteeredTwin } from "./steered-twin.ts";

/** A request on its way to the twin. */
export interface OnTheWire {
  readonly method: string;
  /** Without the Region and the version. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
/** What is answered instead of what the twin says. */
interface Instead {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A twin of the estate for steering, behind a wire that remembers what went over it and can go wrong on the way. */
export interface OracleTwin extends SteeredTwin {
  /** What makes adapters talk to it, over the wire. */
  readonly context: { readonly routerGatewayUrl: undefined; readonly endpoints: { readonly oci: string } };
  readonly requests: OnTheWire[];
  /** Comes before a request reaches the twin; an answer given here is the answer. */
  before: (request: OnTheWire) => Promise<Instead | undefined> | Instead | undefined;
  /** True = the twin did what it was asked, and its answer is lost. */
  isLost: (request: OnTheWire) => boolean;
  /** Somebody else's call of the same API, past the wire. */
  stranger(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  readonly ids: OracleIds;
  close(): Promise<void>;
}

/** OCIDs of the estate's parts. */
interface OracleIds {
  readonly table: string;
  readonly distribution: string;
  /** The VPN's IPSec connection. */
  readonly ipsec: string;
  /** By the connection's id. */
  readonly circuits: Readonly<Record<string, string>>;
  /** By the connection's id; `ledger` is the VCN's. */
  readonly attachments: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}
type Row = Readonly<Record<string, string>> & { readonly networkDetails: { readonly id: string } };

/** A fresh one, without delays. */
export async function startOracleTwin(): Promise<OracleTwin> {
  const steered = await startSteeredTwin(oracleEstate());
  const { twin } = steered;
  const send = (method: string, path: string, body: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${twin.apiUrl}/oci${path}`, {
      method,
      headers: { authorization: 'Signature version="1",keyId="t/u/stranger"', ...headers },
      ...(body !== "" && { body }),
    });
  const stranger: OracleTwin["stranger"] = async (method, path, body, headers = {}) => {
    const answer = await send(method, `/us-ashburn-1/20160918/${path}`, body ? JSON.stringify(body) : "", headers);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const carry = async (incoming: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    let body = "";
    for await (const chunk of incoming as AsyncIterable<Buffer>) body += chunk.toString("utf8");
    const { method = "", url = "", headers } = incoming;
    const request = { method, path: url.replace(/^\/[\w-]+\/20160918\//, ""), headers, body };
    one.requests.push(request);
    const instead = await one.before(request);
    if (instead) {
      response.writeHead(instead.status, { "content-type": "application/json", ...instead.headers });
      return response.end(JSON.stringify(instead.body));
    }
    const kept = ["authorization", "if-match", "opc-retry-token"].flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    });
    const answer = await send(method, url, body, Object.fromEntries(kept));
    const text = await answer.text();
    if (one.isLost(request)) return incoming.socket.destroy();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    return response.end(text);
  };
  const server = createServer((incoming, response) => {
    // the twin may be gone before a call that nobody waits for any more
    carry(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const one: OracleTwin = {
    ...steered,
    context: {
      routerGatewayUrl: undefined,
      endpoints: { oci: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    },
    requests: [],
    before: () => undefined,
    isLost: () => false,
    stranger,
    ids: await readIds(async (path) => (await stranger("GET", path)).body as readonly Row[]),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await twin.close();
    },
  };
  return one;
}

async function readIds(list: (path: string) => Promise<readonly Row[]>): Promise<OracleIds> {
  const [compartment] = await list("compartments?compartmentId=ocid1.tenancy.oc1..aaaaskylane");
  const all = (collection: string) => list(`${collection}?compartmentId=${compartment?.id}&attachmentType=ALL`);
  const [drg] = await all("drgs");
  const [table] = await list(`drgRouteTables?drgId=${drg?.id}`);
  const [ipsec] = await all("ipsecConnections");
  const tunnels = await list(`ipsecConnections/${ipsec?.id}/tunnels`);
  const networks = [...(await all("virtualCircuits")), ...(await all("remotePeeringConnections")), ...tunnels];
  const names = new Map(networks.map(({ id, displayName = "" }) => [id, displayName.replace(/-tunnel-1$/, "")]));
  const attachments = await all("drgAttachments");
  return {
    table: table?.id ?? "",
    distribution: table?.importDrgRouteDistributionId ?? "",
    ipsec: ipsec?.id ?? "",
    circuits: Object.fromEntries([...names].map(([id, name]) => [name, id ?? ""])),
    attachments: Object.fromEntries(
      attachments.map(({ id = "", networkDetails }) => [names.get(networkDetails.id) ?? "ledger", id]),
    ),
  };
}
