/**
 * Colours of a diagram, light and dark. No custom properties: not every viewer of SVG knows them. States keep apart for
 * every kind of colour vision (blue, orange, vermilion, grey), and each has a mark and a word beside its colour.
 */
const light = {
  page: "#ffffff",
  text: "#16202c",
  muted: "#55606e",
  line: "#c9d1db",
  region: "#ffffff",
  box: "#f4f6f9",
  boxLine: "#b8c2ce",
  attachment: "#9aa5b3",
  up: "#2166ac",
  degraded: "#b35806",
  down: "#c1121f",
  unknown: "#6b7684",
  zombie: "#6a3d9a",
  onBadge: "#ffffff",
  aws: "#fff6e9",
  azure: "#eaf4fd",
  gcp: "#edf7ee",
  oci: "#fdeeec",
  onprem: "#f0eff6",
  other: "#f3f4f6",
};
const dark: typeof light = {
  page: "#11161d",
  text: "#e8edf3",
  muted: "#a3afbd",
  line: "#3a4654",
  region: "#171e27",
  box: "#202935",
  boxLine: "#4b5969",
  attachment: "#6d7a8a",
  up: "#74b3f0",
  degraded: "#f0a454",
  down: "#ff7b72",
  unknown: "#97a3b1",
  zombie: "#c4a2f0",
  onBadge: "#11161d",
  aws: "#2a2318",
  azure: "#15242f",
  gcp: "#17271c",
  oci: "#2d1c1b",
  onprem: "#221f2e",
  other: "#1d232b",
};

const sheet = (c: typeof light): string =>
  [
    `.sky .page{fill:${c.page}}`,
    `.sky text{fill:${c.text}}`,
    `.sky .muted{fill:${c.muted}}`,
    `.sky .region{fill:${c.region};stroke:${c.line}}`,
    ...(["aws", "azure", "gcp", "oci", "onprem", "other"] as const).map(
      (cloud) => `.sky .cloud-${cloud}{fill:${c[cloud]};stroke:${c.line}}`,
    ),
    `.sky .box{fill:${c.box};stroke:${c.boxLine}}`,
    `.sky .gateway{fill:${c.page};stroke:${c.muted}}`,
    `.sky .unseen{fill:none;stroke:${c.boxLine}}`,
    `.sky .alone{stroke:${c.down}}`,
    `.sky .attachment{stroke:${c.attachment}}`,
    `.sky .plate{fill:${c.page}}`,
    ...(["up", "degraded", "down", "unknown"] as const).flatMap((state) => [
      `.sky .${state}{stroke:${c[state]}}`,
      `.sky text.${state}-text{fill:${c[state]}}`,
    ]),
    `.sky .badge-SPOF{fill:${c.down}}`,
    `.sky .badge-zombie{fill:${c.zombie}}`,
    `.sky .badge-public{fill:${c.degraded}}`,
    `.sky text.on-badge{fill:${c.onBadge}}`,
  ].join("");

/** The style sheet of a diagram; every rule is under `.sky`, so that it can stand inside a page. */
export const diagramStyle = `.sky{font-family:Inter,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}.sky text{font-size:11px}.sky .name{font-size:13px;font-weight:600}.sky .cloud-name{font-size:16px;font-weight:700}.sky .region-name{font-size:12px;font-weight:600}.sky .heading{font-size:20px;font-weight:700}.sky .badge{font-size:10px;font-weight:700}.sky .edge{fill:none;stroke-linecap:round}.sky .undeclared{stroke-dasharray:6 5;stroke-linecap:butt}.sky .attachment{fill:none;stroke-width:1}.sky .unseen{stroke-dasharray:3 3}.sky .plate{fill-opacity:.9}${sheet(light)}@media (prefers-color-scheme:dark){${sheet(dark)}}`;
