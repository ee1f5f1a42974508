import { gatewayKindNames, type SeenGateway, type SeenNetwork } from "@skylane/core";
import { cutOff, plain } from "../../shell/plain-text.ts";
import { writeAddress } from "../address.ts";
import { nameOf, type Place, placeIdOf } from "../estate-index.ts";
import { cloudName, counted } from "../words.ts";
import { ConnectionList } from "./connection-about.tsx";
import { Facts, Id, tagText } from "./facts.tsx";
import { FindingsOn } from "./finding-about.tsx";
import type { Asked } from "./panel.tsx";

/** A network or a gateway, and the links that end at it. */
export function ThingAbout({ thing, ...asked }: Asked & { readonly thing: SeenNetwork | SeenGateway }) {
  const { index, address } = asked;
  const routes = index.topology.routes.filter(({ owner }) => owner === thing.key);
  const where = (
    <a href={writeAddress({ ...address, select: placeIdOf(thing.cloud, thing.regionId) })}>
      {`${cloudName(thing.cloud)} ${plain(thing.regionId || "global")}`}
    </a>
  );
  const attached =
    "networkKeys" in thing
      ? thing.networkKeys
      : index.topology.gateways.filter(({ networkKeys }) => networkKeys.includes(thing.key)).map(({ key }) => key);
  return (
    <>
      <p className="tags">
        <span className="tag">{"kind" in thing ? gatewayKindNames[thing.kind] : "network"}</span>
      </p>
      <Facts
        facts={[
          ["Where", where],
          ["Id", <Id key="id" value={thing.nativeId} />],
          ["Account", <Id key="account" value={thing.accountId} />],
          ...("kind" in thing
            ? ([
                ["AS number", thing.asn?.toString()],
                ["Public addresses", thing.publicIps.map(plain).join(", ")],
              ] as const)
            : ([
                ["Ranges", thing.cidrs.map(plain).join(", ")],
                ["Subnets", thing.subnetCount.toLocaleString("en-US")],
                ["Endpoints", thing.endpointCount.toLocaleString("en-US")],
              ] as const)),
          ["Routes seen", routes.length === 0 ? undefined : counted(routes.length, "route")],
          ["Tags", tagText(thing.tags)],
        ]}
      />
      <FindingsOn subject={thing.key} {...asked} />
      {attached.length > 0 && (
        <>
          <h3>Attached to it</h3>
          <Choices keys={attached} {...asked} />
        </>
      )}
      <LinksAt keys={[thing.key]} {...asked} />
    </>
  );
}

/** What links end at and nobody looked into. */
export const UnseenAbout = ({ unseenKey, ...asked }: Asked & { readonly unseenKey: string }) => (
  <>
    <p>
      The other end of a link. It is in no account, Region or site that was looked at: a partner's, or one of yours that
      is not named under <code>clouds</code> in skylane.yaml.
    </p>
    <FindingsOn subject={unseenKey} {...asked} />
    <LinksAt keys={[unseenKey]} {...asked} />
  </>
);

/** A Region or site: what is in it and what leads into it. */
export const PlaceAbout = ({ place, ...asked }: Asked & { readonly place: Place }) => {
  const gatewayKeys = place.gateways.map(({ key }) => key);
  const networkKeys = place.networks.map(({ key }) => key);
  return (
    <>
      {gatewayKeys.length > 0 && (
        <>
          <h3>{counted(gatewayKeys.length, "gateway")}</h3>
          <Choices keys={gatewayKeys} {...asked} />
        </>
      )}
      {networkKeys.length > 0 && (
        <>
          <h3>{counted(networkKeys.length, "network")}</h3>
          <Choices keys={networkKeys} {...asked} />
        </>
      )}
      <LinksAt keys={[...gatewayKeys, ...networkKeys, ...place.unseenKeys]} {...asked} />
    </>
  );
};

function LinksAt({ keys, ...asked }: Asked & { readonly keys: readonly string[] }) {
  const connections = [...new Set(keys.flatMap((key) => asked.index.connectionsAt.get(key) ?? []))];
  return (
    <>
      <h3>{connections.length === 0 ? "No connection ends here" : counted(connections.length, "connection")}</h3>
      <ConnectionList connections={connections} {...asked} />
    </>
  );
}

const Choices = ({ keys, index, address }: Asked & { readonly keys: readonly string[] }) => (
  <ul className="choices">
    {keys.map((key) => (
      <li key={key}>
        <a href={writeAddress({ ...address, select: key })} title={plain(key)}>
          {cutOff(nameOf(index, key), 40)}
        </a>{" "}
        <span className="sub">{index.networkByKey.get(key)?.cidrs.map(plain).join(", ")}</span>
      </li>
    ))}
  </ul>
);
