const TEXT_LENGTH = 256;
const NAME_LENGTH = 200;

/** Text from outside, short enough for the model and without half characters. */
export const clipped = (text: string): string => text.slice(0, TEXT_LENGTH).toWellFormed();
const named = (text: string): string => text.slice(0, NAME_LENGTH).toWellFormed();

export const gatewayKey = (routerId: string): string => `onprem/${named(routerId)}`;
/** Of the site, so that two routers in one LAN show one network; of the router where its site is not known. */
export const networkKey = (
  { regionId, routerId }: { readonly regionId: string; readonly routerId: string },
  prefix: string,
): string => `onprem/${named(regionId === "" ? routerId : regionId)}/${prefix}`;
export const linkId = (routerId: string, name: string): string => `${named(routerId)}/${named(name)}`;
export const linkKey = (routerId: string, name: string): string => `onprem/${linkId(routerId, name)}`;
