/** `https://…/projects/p/global/networks/n` as `projects/p/global/networks/n`: what names an object for good. */
export const pathOf = (url: string): string => {
  const from = url.indexOf("projects/");
  return from < 0 ? url : url.slice(from);
};

/** Key of the object at a self link. */
export const keyOf = (url: string): string => `gcp/${pathOf(url)}`;

/** Last segment of a self link. */
export const nameOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

/** The region a self link, or a scope such as `zones/europe-west1-b`, lies in; empty for what is global. */
export const regionOf = (url: string): string =>
  /(?:^|\/)regions\/([^/]+)/.exec(url)?.[1] ?? /(?:^|\/)zones\/([^/]+)-[a-z](?:\/|$)/.exec(url)?.[1] ?? "";
