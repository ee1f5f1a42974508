import { McpServer } from "@modelcontextprotocol/server";
import {
  FlowList,
  IncidentList,
  IntentId,
  IntentList,
  IntentRun,
  IntentView,
  Overview,
  TopologyView,
} from "@skylane/core";
import * as z from "zod";
import type { ApiClient } from "../api-client.ts";
import { resultOf } from "../intents/result-of.ts";
import { asData } from "./as-data.ts";

const Nothing = z.strictObject({});
const LOOKS = { readOnlyHint: true } as const;

/**
 * What a model may do: look, and propose a connection. Nothing here approves, rejects, cancels or undoes, so whatever a model is
 * talked into, a person still has to sign the plan. A proposal whose risk is `auto` by policy needs no signature from anybody, also
 * if a person asks for it.
 */
export function mcpServer(api: ApiClient): McpServer {
  const server = new McpServer({ name: "skylane", version: "0.1.0" });
  const look = (name: string, description: string, ask: () => Promise<unknown>): void =>
    void server.registerTool(name, { description, inputSchema: Nothing, annotations: LOOKS }, () => answered(ask));
  look("overview", "Networks, connections, groups and paths as they stand now, and what is predicted.", () =>
    api.get("/v1/overview", Overview),
  );
  look(
    "topology_summary",
    "How many networks, gateways, connections and services were seen, and what is wrong.",
    async () => summed(await api.get("/v1/topology", TopologyView)),
  );
  look("flows", "The flows of applications that are declared.", () => api.get("/v1/flows", FlowList));
  look("incidents", "The last incidents: what failed, and where traffic was moved.", () =>
    api.get("/v1/incidents", IncidentList),
  );
  look("intents", "Connections that were asked for, newest first.", () => api.get("/v1/intents", IntentList));
  server.registerTool(
    "show_intent",
    {
      description: "One request for connections: what was understood, its plan, what was made, what proves it.",
      inputSchema: z.strictObject({ id: IntentId }),
      annotations: LOOKS,
    },
    ({ id }) => answered(async () => resultOf(await api.get(`/v1/intents/${encodeURIComponent(id)}`, IntentView))),
  );
  server.registerTool(
    "propose_intent",
    {
      description:
        "Asks for a connection in plain words. It is understood, checked and designed; it does not approve: people sign the plan with their own means, unless policy lets a plan of its risk go.",
      inputSchema: z.strictObject({ text: z.string().min(1).max(4_000) }),
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    },
    ({ text }) =>
      answered(async () => {
        const run = await api.send("POST", "/v1/intents", { text }, IntentRun);
        return { ...resultOf({ run, readyStepIds: [], made: [] }), says: WAITS[run.status] ?? `It is ${run.status}.` };
      }),
  );
  return server;
}

const WAITS: Partial<Readonly<Record<IntentRun["status"], string>>> = {
  "awaiting-approval": "Proposed only. A person has to look at the plan and sign it; this tool cannot.",
  questions: "Not planned yet: the questions have to be answered; ask the person, and propose it again in full.",
  designed: "Designed only: nothing is built here, and nobody can approve it until that is changed.",
  violating: "It would break a rule of policy; nothing was changed.",
  refused: "It cannot be planned; the issues say why.",
};

const summed = ({ topology, findings }: TopologyView): object => ({
  isSeen: topology !== null,
  networkCount: topology?.networks.length ?? 0,
  gatewayCount: topology?.gateways.length ?? 0,
  connectionCount: topology?.connections.length ?? 0,
  serviceCount: topology?.services?.length ?? 0,
  findings,
});

async function answered(ask: () => Promise<unknown>) {
  try {
    return { content: [{ type: "text" as const, text: asData(await ask()) }] };
  } catch (error) {
    const because = error instanceof Error ? error.message : "Skylane does not answer";
    return { content: [{ type: "text" as const, text: asData({ error: because }) }], isError: true };
  }
}
