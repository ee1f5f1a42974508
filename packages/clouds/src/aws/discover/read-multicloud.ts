import * as z from "zod";
import type { HowToCall } from "../call-json.ts";
import type { Asker } from "./ask-aws.ts";
import { callInterconnect } from "./call-interconnect.ts";

const text = z.string().optional().catch(undefined);

/**
 * A managed link to another cloud as AWS Interconnect – multicloud lists it. Fields that are not named here are dropped, among
 * them the activation key, which pairs the two ends and is secret.
 */
export const MulticloudLink = z.object({
  id: text,
  description: text,
  bandwidth: text,
  attachPoint: z.object({ directConnectGateway: text }).optional().catch(undefined),
  provider: z.object({ cloudServiceProvider: text, lastMileProvider: text }).optional().catch(undefined),
  location: text,
  state: text,
  /** The same at both providers. */
  sharedId: text,
});
export type MulticloudLink = z.infer<typeof MulticloudLink>;

/** Managed links of one account, each with its Region. */
export interface MulticloudParts {
  readonly multicloudLinks: readonly (MulticloudLink & { readonly regionId: string })[];
}

const Page = z.object({ connections: z.array(MulticloudLink).default([]), nextToken: text });
const PAGE = 100;

/** The links of one Region. Their list holds no keys, and is all that is asked for. */
export async function readMulticloudLinks(
  how: HowToCall,
  endpoint: URL,
  regionId: string,
  ask: Asker,
): Promise<MulticloudParts["multicloudLinks"]> {
  const links = await ask.all(
    "interconnect:ListConnections",
    async (nextToken, options) =>
      Page.parse(
        await callInterconnect(
          how,
          endpoint,
          "ListConnections",
          { maxResults: PAGE, ...(nextToken !== undefined && { nextToken }) },
          options,
        ),
      ),
    (page) => ({ items: page.connections, next: page.nextToken }),
  );
  return (links ?? []).map((link) => ({ ...link, regionId }));
}
