/**
 * The site a router stands in, of those the configuration names: the one whose name its own begins with (`dc1-r1` stands in
 * `dc1`), else the only one; empty if neither says.
 */
export function siteOf(routerId: string, sites: readonly string[]): string {
  const host = routerId.slice(routerId.indexOf("@") + 1);
  const fits = sites.filter(
    (site) => host === site || (host.startsWith(site) && /[-_.]/.test(host.charAt(site.length))),
  );
  const [longest] = fits.sort((one, other) => other.length - one.length);
  return longest ?? (sites.length === 1 ? (sites[0] ?? "") : "");
}
