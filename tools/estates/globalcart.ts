// Writes the estate of the GlobalCart example and the configuration its owner would write.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Estate } from "@skylane/twin";
import { stringify } from "yaml";
import * as z from "zod";
import { acquisitionCsv } from "./acquisition.ts";
import { globalcartWith127Paths } from "./globalcart-127.ts";
import { globalcartConfig } from "./globalcart-config.ts";
import { globalcartEstate } from "./globalcart-estate.ts";
import { furtherPaths } from "./many-paths.ts";

const root = join(import.meta.dirname, "../..");
const note = "# Written by tools/estates/globalcart.ts; change it there.\n";
const peopleNote =
  "# Who may order what; `operator@localhost` is whoever runs Skylane on their own machine. See docs/people.md.\n";

/** As it is, and with the ports that the example with 127 paths probes. */
const estate = globalcartEstate();
const withPorts = {
  ...estate,
  canaries: [
    ...(estate.canaries ?? []),
    ...furtherPaths.map(({ address, port, gatewayId }) => ({ address, port, gatewayId })),
  ],
};
Estate.parse(withPorts);
mkdirSync(join(root, "examples/globalcart"), { recursive: true });
writeFileSync(join(root, "packages/twin/estates/globalcart.yaml"), note + stringify(withPorts, { lineWidth: 0 }));
writeFileSync(
  join(root, "packages/twin/estates/estate.schema.json"),
  `${JSON.stringify(z.toJSONSchema(Estate, { io: "input", unrepresentable: "any" }), null, 2)}\n`,
);
writeFileSync(
  join(root, "examples/globalcart/skylane.yaml"),
  note + stringify(globalcartConfig(), { lineWidth: 0 }).replace(/^people:$/m, `\n${peopleNote}people:`),
);
writeFileSync(
  join(root, "examples/globalcart/127-paths.yaml"),
  // anchors would save half of it, and nobody could read it
  note + stringify(globalcartWith127Paths(), { lineWidth: 0, aliasDuplicateObjects: false }),
);
writeFileSync(join(root, "examples/acquisition.csv"), acquisitionCsv());
