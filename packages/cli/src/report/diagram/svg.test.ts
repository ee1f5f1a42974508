import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { ConnectionKind, Finding, PathStateName, type Topology } from "@skylane/core";
import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { aGateway, aNetwork, aSighting } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { summarize } from "../summarize.ts";
import { kindNames } from "../words.ts";
import { renderSvg } from "./svg.ts";

const { aws, azure, dc } = places;
const drawn = (topology: Topology, findings: readonly Finding[] = []) =>
  renderSvg({ topology, findings, summary: summarize(topology, findings) });

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const PIECE = /<(?<close>\/?)(?<name>[a-z]+)(?<attributes>(?: [a-zA-Z-]+="[^"<>&]*")*)(?<empty>\/?)>|(?<text>[^<]+)/gy;

/** Reads XML as strictly as a parser would: balanced tags, quoted attributes once each, known entities only. */
function parsed(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let read = 0;
  for (const { 0: piece, groups = {} } of xml.matchAll(PIECE)) {
    read += piece.length;
    const parent = open.at(-1) ?? root;
    if (groups.text !== undefined) {
      if (/[^\n\P{Cc}]|\p{Cs}|[\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|#39);)/u.test(groups.text)) throw new Error(piece);
      parent.text += unescaped(groups.text);
    } else if (groups.close === "/") {
      if (parent.name !== groups.name) throw new Error(`</${groups.name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const pairs = [...(groups.attributes ?? "").matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(
        ([, key = "", value = ""]) => [key, value] as const,
      );
      const attributes = Object.fromEntries(pairs);
      if (Object.keys(attributes).length !== pairs.length) throw new Error(`twice the same in ${piece}`);
      const element: Element = { name: groups.name ?? "", attributes, children: [], text: "" };
      parent.children.push(element);
      if (groups.empty === "") open.push(element);
    }
  }
  if (read !== xml.length) throw new Error(`no markup: ${xml.slice(read, read + 80)}`);
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== "") throw new Error("not one whole tree");
  return root.children[0] ?? root;
}

const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)];
const named = (svg: string, name: string): Element[] => all(parsed(svg)).filter((element) => element.name === name);
const textsOf = (svg: string): string[] => named(svg, "text").map(({ text }) => text);
const classesOf = (element: Element): string[] => element.attributes.class?.split(" ") ?? [];
const child = (element: Element, name: string) => element.children.find((one) => one.name === name);
/** Edges: groups that hold a curve and what is told of it. The legend's curves have no title. */
const edgesOf = (svg: string) =>
  named(svg, "g").flatMap((group) => {
    const [title, path] = [child(group, "title"), child(group, "path")];
    return title && path ? [{ title: title.text, path }] : [];
  });

const KINDS = Object.values(kindNames).join("|");
/** What the texts of a drawing count: on edges, and in boxes. */
const linksTold = (svg: string): number =>
  textsOf(svg)
    .map(
      (text) =>
        new RegExp(`^[●◐✕○] (?:${KINDS})(?: ×(?<count>[\\d,]+))?$`).exec(text) ??
        /^(?<count>[\d,]+) .* among them,?$/.exec(text),
    )
    .reduce(
      (total, found) => total + (found === null ? 0 : Number((found.groups?.count ?? "1").replaceAll(",", ""))),
      0,
    );

const hostileNames = [
  '"]; evil [label="',
  "\\N\\G\\\\",
  "a\nb -- c\n}",
  "]",
  "<<B>x</B>>",
  "<![CDATA[",
  "--><script>alert(1)</script>",
  "&lt;&#60;",
  '" onload="x',
  "\u202e\u0000\ud800",
  "e\u0301".repeat(99),
  "x".repeat(250),
  "网络",
] as const;

/** An estate in which each thing has that name. */
const called = (name: string): Topology => {
  const [network, gateway] = [`aws/${name}-vpc`, `aws/${name}-tgw`];
  const out = aLink({ id: `${name}-out`, from: [gateway, network], to: dc });
  return aTopology(
    [
      aLink({
        id: `${name}-link`,
        from: [gateway, network],
        to: dc,
        isDeclared: false,
        sightings: [aSighting({ key: "aws/vpn-1", at: gateway, name })],
      }),
      { ...out, ends: [out.ends[0], { at: `${name}-far`, networkKeys: [] }] },
    ],
    {
      estate: name,
      networks: [aNetwork({ key: network, name, regionId: name, cidrs: [name] }), aNetwork({ key: "aws/other" })],
      gateways: [
        aGateway({ key: gateway, name, regionId: name, networkKeys: [network] }),
        aGateway({ key: "onprem/r1" }),
      ],
    },
  );
};

const ends = fc.constantFrom(
  ...Object.values(places),
  ...(["aws/vpc-1", "aws/vpc-2", "gcp/vpc", "onprem/198.51.100.1", "onprem/198.51.100.2"] as const).map(
    (at) => [at, at] as const,
  ),
);
const anyEstate = fc
  .array(
    fc.record({
      from: ends,
      to: ends,
      kind: fc.constantFrom(...ConnectionKind.options),
      status: fc.constantFrom(...PathStateName.options),
      isDeclared: fc.boolean(),
      bandwidthMbps: fc.option(fc.integer({ min: 1, max: 400_000 }), { nil: undefined }),
      isZombie: fc.boolean(),
      isSinglePoint: fc.boolean(),
      count: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 15 },
  )
  .map((bundles) => bundles.flatMap(({ count, ...link }) => Array.from({ length: count }, () => link)))
  .map((links) => ({
    topology: aTopology(
      links.map(({ isZombie, isSinglePoint, ...link }, index) => aLink({ id: `l${index}`, ...link })),
      {
        networks: ["aws/vpc", "aws/vpc-1", "aws/vpc-2", "azure/vnet", "gcp/vpc", "onprem/lan"].map((key) =>
          aNetwork({ key }),
        ),
      },
    ),
    findings: links.flatMap(({ isZombie, isSinglePoint }, index) => [
      ...(isZombie ? [finding("zombie", `l${index}`)] : []),
      ...(isSinglePoint ? [finding("single-point-of-failure", `l${index}`)] : []),
    ]),
  }));
const finding = (rule: Finding["rule"], subject: string) =>
  Finding.parse({
    id: `${rule}:${subject}`,
    rule,
    severity: "high",
    title: "",
    subjects: [subject],
    evidence: ["e"],
    flowIds: [],
    todo: "",
  });

describe("cli/report/diagram/svg", () => {
  it("draws an estate that was audited: boxes by place, links with state and capacity, badges", async () => {
    const topology = aTopology([
      aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", bandwidthMbps: 10_000 }),
      aLink({ id: "open", from: aws, to: azure, kind: "internet", isPublic: true, isEncrypted: false }),
      aLink({
        id: "idle",
        from: azure,
        to: dc,
        status: "down",
        reaches: [[], []],
        bytes30d: 0,
        monthlyUsd: 54,
        isDeclared: false,
        sightings: [aSighting({ key: "azure/vpn-1", at: "azure/gw", receivedPrefixes: [], announcedPrefixes: [] })],
      }),
    ]);
    const findings = audit(topology, anInventory({ flows: [aFlow("checkout", "aws", "dc")] }));
    const svg = await drawn(topology, findings);
    const texts = textsOf(svg);

    expect(named(svg, "rect").flatMap(classesOf)).toEqual(
      expect.arrayContaining(["cloud-aws", "cloud-azure", "cloud-onprem"]),
    );
    for (const text of ["AWS", "us-east-1", "Azure", "eastus", "On-prem", "dc1", "tgw", "vpc"])
      expect(texts).toContain(text);
    expect(texts).toEqual(expect.arrayContaining(["● Direct Connect", "10 Gb/s", "● Internet line", "✕ VPN", "down"]));
    expect(texts.filter((text) => text === "zombie")).toHaveLength(2);
    expect(texts.filter((text) => text === "public")).toHaveLength(2);
  });

  it("its legend tells of each state, of dashes, widths and badges", async () => {
    const texts = textsOf(await drawn(aTopology([])));

    expect(texts).toEqual(
      expect.arrayContaining([
        "● up",
        "◐ degraded",
        "✕ down",
        "○ unknown",
        "not in the inventory",
        "little capacity",
        "much",
        "attached",
        "single point of failure",
        "paid for, carries nothing",
        "crosses the public internet unencrypted",
      ]),
    );
  });

  it("an estate of nothing says so, and one with failed looks that it has holes", async () => {
    const nothing = aTopology([], { networks: [], gateways: [] });
    const gap = { cloud: "aws", operation: "x", reason: "denied", message: "", todo: "" } as const;

    expect(textsOf(await drawn(nothing))).toContain("No network or link was seen.");
    expect(textsOf(await drawn({ ...nothing, gaps: [gap] })).join("\n")).toContain(
      "1 look failed: the picture has holes",
    );
  });

  it("links of one look are drawn as one, and say how many they are", async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      aLink({ id: `l${index}`, from: aws, to: dc, bandwidthMbps: 500 }),
    );
    const svg = await drawn(aTopology(many));

    expect(textsOf(svg)).toEqual(expect.arrayContaining(["● VPN ×30", "15 Gb/s"]));
    expect(edgesOf(svg).map(({ title }) => title.split("\n").at(-1))).toEqual(["and 18 more"]);
  });

  it.each([
    [30, 110],
    // a curve for each of these is more than Graphviz finds
    [40, 200],
    [200, 1_500],
  ])("%i gateways with %i links between them all have a line each, the same each time", async (boxCount, linkCount) => {
    const clouds = ["aws", "azure", "gcp", "oci", "onprem"];
    const gateways = Array.from({ length: boxCount }, (_, index) =>
      aGateway({ key: `${clouds[index % 5]}/gw${index}`, regionId: `r${index % 6}` }),
    );
    const random = seededRandom(11);
    const any = (count: number) => Math.floor(random() * count);
    const at = () => [gateways[any(boxCount)]?.key ?? "", "x"] as const;
    const links = Array.from({ length: linkCount }, (_, index) =>
      aLink({ id: `l${index}`, from: at(), to: at(), isDeclared: any(4) > 0 }),
    );
    const topology = aTopology(links, { networks: [], gateways });

    const svg = await drawn(topology);

    expect(linksTold(svg)).toBe(linkCount);
    expect(edgesOf(svg).length).toBeGreaterThan(80);
    expect(edgesOf(svg).filter(({ path }) => !/^M[\d. -]+(?:C[\d. -]+)+$/.test(path.attributes.d ?? ""))).toEqual([]);
    expect(await drawn(topology)).toBe(svg);
  });

  it("each link is counted in the drawing, once", async () => {
    await fc.assert(
      fc.asyncProperty(anyEstate, async ({ topology, findings }) => {
        expect(linksTold(await drawn(topology, findings))).toBe(topology.connections.length);
      }),
      { numRuns: 60 },
    );
  });

  it("an edge is dashed if and only if it is not in the inventory", async () => {
    await fc.assert(
      fc.asyncProperty(anyEstate, async ({ topology, findings }) => {
        const svg = await drawn(topology, findings);
        for (const { title, path } of edgesOf(svg))
          expect([title, classesOf(path).includes("undeclared")]).toEqual([title, title.includes("undocumented")]);
      }),
      { numRuns: 40 },
    );
    const [style] = named(await drawn(aTopology([])), "style");
    const dashed = [...(style?.text ?? "").matchAll(/\.(\w+)\{[^}]*stroke-dasharray/g)].map(([, name]) => name);
    expect(dashed.toSorted()).toEqual(["undeclared", "unseen"]);
  });

  it("the same estate gives the same picture, in whatever order it comes", async () => {
    const mixed = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    await fc.assert(
      fc.asyncProperty(
        anyEstate.chain(({ topology, findings }) =>
          fc.tuple(
            fc.constant({ topology, findings }),
            fc.record({
              networks: mixed(topology.networks),
              gateways: mixed(topology.gateways),
              connections: mixed(topology.connections),
            }),
            mixed(findings),
          ),
        ),
        async ([{ topology, findings }, lists, found]) => {
          expect(await drawn({ ...topology, ...lists }, found)).toBe(await drawn(topology, findings));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("all boxes stand inside the picture, and none on another", async () => {
    await fc.assert(
      fc.asyncProperty(anyEstate, async ({ topology, findings }) => {
        const svg = parsed(await drawn(topology, findings));
        const shift =
          child(svg, "g")
            ?.attributes.transform?.match(/[\d.]+/g)
            ?.map(Number) ?? [];
        const boxes = all(svg)
          .filter((one) => one.name === "rect" && classesOf(one).some((name) => /^(?:box|gateway|unseen)$/.test(name)))
          .map(({ attributes }) => ({
            left: Number(attributes.x) + (shift[0] ?? 0),
            top: Number(attributes.y) + (shift[1] ?? 0),
            width: Number(attributes.width),
            height: Number(attributes.height),
          }));
        for (const [index, one] of boxes.entries()) {
          expect(Math.min(one.left, one.top)).toBeGreaterThanOrEqual(0);
          expect(one.left + one.width).toBeLessThanOrEqual(Number(svg.attributes.width));
          expect(one.top + one.height).toBeLessThanOrEqual(Number(svg.attributes.height));
          for (const other of boxes.slice(index + 1))
            expect(
              one.left + one.width <= other.left + 1 ||
                other.left + other.width <= one.left + 1 ||
                one.top + one.height <= other.top + 1 ||
                other.top + other.height <= one.top + 1,
            ).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  describe("whatever the names of an estate are", () => {
    const harmless = (svg: string) => {
      const elements = all(parsed(svg));
      expect(new Set(elements.map(({ name }) => name)).difference(ELEMENTS)).toEqual(new Set());
      expect(new Set(elements.flatMap(({ attributes }) => Object.keys(attributes))).difference(ATTRIBUTES)).toEqual(
        new Set(),
      );
      expect(svg.match(/(?:url\(|@import|javascript:|https?:)[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
    };

    it.each(hostileNames)("it is well-formed and holds nothing that is obeyed: %j", async (name) => {
      const svg = await drawn(called(name));
      harmless(svg);
      expect(linksTold(svg)).toBe(2);
    });

    it("so it is for any text", async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 80 }), async (name) => {
          const svg = await drawn(called(name));
          all(parsed(svg));
          expect(svg).not.toMatch(/\p{Cf}|\p{Cs}|[^\n\P{Cc}]/u);
          expect(linksTold(svg)).toBe(2);
        }),
        { numRuns: 100 },
      );
    });

    it("who lays it out is told none of them", async () => {
      const layout = vi.spyOn(Graphviz.prototype, "layout");
      try {
        const told = async (name: string) => {
          layout.mockClear();
          await drawn(called(name));
          return String(layout.mock.calls[0]?.[0]);
        };
        const words = (dot: string) => new Set(dot.match(/[A-Za-z]\w*/g));
        const plain = words(await told("plain"));

        expect(plain.size).toBeGreaterThan(10);
        for (const name of hostileNames) {
          const dot = await told(name);
          expect(words(dot).difference(plain)).toEqual(new Set());
          expect(dot).toMatch(/^[ -~\n]*$/);
          expect(dot).not.toMatch(/\\|-->|<B>|CDATA/);
        }
      } finally {
        layout.mockRestore();
      }
    });
  });
});

const ELEMENTS: ReadonlySet<string> = new Set(["svg", "title", "desc", "style", "g", "rect", "path", "text", "tspan"]);
const ATTRIBUTES: ReadonlySet<string> = new Set([
  "xmlns",
  "class",
  "role",
  "aria-labelledby",
  "id",
  "width",
  "height",
  "viewBox",
  "x",
  "y",
  "dx",
  "rx",
  "d",
  "transform",
  "stroke-width",
  "text-anchor",
  "font-weight",
]);
