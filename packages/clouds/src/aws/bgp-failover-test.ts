import type { DirectConnectClient, VirtualInterface } from "@aws-sdk/client-direct-connect";
import { type FaultTest, SkylaneError } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../_shared/define-cloud.ts";
import { cloudError } from "../_shared/errors.ts";
import { fromAwsError } from "./errors.ts";
import { actuatorCredentials } from "./steer/actuator-role.ts";
import { withAccount } from "./steer/in-account.ts";

const Own = z.strictObject({
  regionId: z.string().min(1),
  virtualInterfaceId: z.string().startsWith("dxvif-"),
});
type Settings = z.infer<typeof Own> & { readonly accountId?: string };
type Sdk = typeof import("./steer/direct-connect-sdk.ts");

/** AWS takes whole minutes up to three days, and three hours if it is not told: the duration is always told. */
const MAX_MINUTES = 4_320;

/**
 * Direct Connect's failover test: takes the BGP sessions of a virtual interface down for a time. Only its owner may, and not
 * during a maintenance. The interface is `testing` as long as it runs, and the sessions come up by themselves after it.
 * @see https://docs.aws.amazon.com/directconnect/latest/APIReference/API_StartBgpFailoverTest.html (read 2026-11)
 */
export function bgpFailoverTest({ actuatorRoles }: Pick<CloudContext, "actuatorRoles"> = {}): FaultTest {
  const Settings = withAccount(Own, actuatorRoles);
  const credentialsFor = actuatorCredentials(actuatorRoles);
  const clients = new Map<string, DirectConnectClient>();
  const call = async <T>(
    { regionId, accountId }: Settings,
    operation: string,
    send: (client: DirectConnectClient, sdk: Sdk) => Promise<T>,
  ): Promise<T> => {
    try {
      const sdk = await import("./steer/direct-connect-sdk.ts");
      const key = `${accountId}|${regionId}`;
      const credentials = credentialsFor(accountId, regionId);
      const client =
        clients.get(key) ??
        new sdk.DirectConnectClient({
          region: regionId,
          ...(credentials && { credentials }),
          maxAttempts: 4,
          retryMode: "adaptive",
        });
      clients.set(key, client);
      return await send(client, sdk);
    } catch (error) {
      // of the role that could not be assumed
      if (error instanceof SkylaneError) throw error;
      throw fromAwsError(error, operation, regionId);
    }
  };
  const find = async (settings: Settings): Promise<VirtualInterface> => {
    const { regionId, virtualInterfaceId } = settings;
    const answer = await call(settings, "DescribeVirtualInterfaces", (client, sdk) =>
      client.send(new sdk.DescribeVirtualInterfacesCommand({ virtualInterfaceId })),
    );
    const [found] = answer.virtualInterfaces ?? [];
    if (found) return found;
    throw cloudError(
      "ERR_CLOUD_NOT_FOUND",
      `virtual interface ${virtualInterfaceId} is not in ${regionId}, or not this account's; correct the faultTest in skylane.yaml`,
      { ...settings },
    );
  };
  return {
    id: "aws.bgp-failover-test",
    settings: Settings,
    async start(raw, durationMinutes) {
      const settings = Settings.parse(raw);
      if (isTesting(await find(settings))) return "already";
      const { virtualInterfaceId } = settings;
      const testDurationInMinutes = Math.min(MAX_MINUTES, Math.max(1, Math.ceil(durationMinutes)));
      await call(settings, "StartBgpFailoverTest", (client, sdk) =>
        client.send(new sdk.StartBgpFailoverTestCommand({ virtualInterfaceId, testDurationInMinutes })),
      );
      return "started";
    },
    async read(raw) {
      const found = await find(Settings.parse(raw));
      const peers = found.bgpPeers ?? [];
      return {
        isTesting: isTesting(found),
        isUp: peers.length > 0 && peers.every(({ bgpStatus }) => bgpStatus === "up"),
      };
    },
    async stop(raw) {
      const settings = Settings.parse(raw);
      if (!isTesting(await find(settings))) return "already";
      const { virtualInterfaceId } = settings;
      await call(settings, "StopBgpFailoverTest", (client, sdk) =>
        client.send(new sdk.StopBgpFailoverTestCommand({ virtualInterfaceId })),
      );
      return "stopped";
    },
  };
}

const isTesting = ({ virtualInterfaceState }: VirtualInterface): boolean => virtualInterfaceState === "testing";
