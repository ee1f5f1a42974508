import { fnv1a64 } from "@skylane/core";

/** What a tunnel is made of. */
export interface TunnelWords {
  readonly name: string;
  readonly localPublicIp: string;
  readonly peerPublicIp: string;
  /** The address inside, with the length of its subnet. */
  readonly address: string;
}

/** Files of one tunnel: strongSwan's connection and, by itself, its secret; networkd's device and its address. */
export interface TunnelFiles {
  readonly connection: string;
  readonly secret: string;
  readonly device: string;
  readonly network: string;
}

/** Linux takes 15 characters. */
export const interfaceOf = (name: string): string => `sky-${fnv1a64(name).slice(0, 8)}`;

export const pathsOf = (device: string): TunnelFiles => ({
  connection: `/etc/swanctl/conf.d/${device}.conf`,
  secret: `/etc/swanctl/conf.d/${device}-secret.conf`,
  device: `/etc/systemd/network/${device}.netdev`,
  network: `/etc/systemd/network/${device}.network`,
});

/** Joins packets of the device and of the connection; never 0, which is no mark. */
const keyOf = (name: string): number => 1 + Number.parseInt(fnv1a64(name).slice(0, 6), 16);

/** The strongest that all clouds take (clouds.md 9.0); an IKE lives 8 h at Azure, an SA 1 h at AWS, so both are renewed before. */
const CRYPTO = {
  ike: "aes256gcm16-prfsha384-ecp384",
  esp: "aes256gcm16-ecp384",
  ikeRekey: "7h",
  espRekey: "50m",
} as const;
const MTU_BYTES = 1_400;

/** The text of each. The first line of the connection says whose it is. */
export function filesOf(words: TunnelWords, mark: string, presharedKey: string): TunnelFiles {
  const { name, localPublicIp, peerPublicIp, address } = words;
  const [device, key] = [interfaceOf(name), keyOf(name)];
  return {
    connection: `# ${mark}
connections {
  ${device} {
    version = 2
    local_addrs = ${localPublicIp}
    remote_addrs = ${peerPublicIp}
    proposals = ${CRYPTO.ike}
    rekey_time = ${CRYPTO.ikeRekey}
    dpd_delay = 10s
    local {
      auth = psk
      id = ${localPublicIp}
    }
    remote {
      auth = psk
      id = ${peerPublicIp}
    }
    children {
      ${device} {
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        esp_proposals = ${CRYPTO.esp}
        rekey_time = ${CRYPTO.espRekey}
        mark_in = ${key}
        mark_out = ${key}
        start_action = start
        close_action = start
        dpd_action = restart
      }
    }
  }
}
`,
    secret: `secrets {
  ike-${device} {
    id-1 = ${localPublicIp}
    id-2 = ${peerPublicIp}
    secret = "${presharedKey}"
  }
}
`,
    device: `[NetDev]
Name=${device}
Kind=vti
MTUBytes=${MTU_BYTES}

[Tunnel]
Local=${localPublicIp}
Remote=${peerPublicIp}
Key=${key}
Independent=yes
`,
    network: `[Match]
Name=${device}

[Network]
Address=${address}
LinkLocalAddressing=no
`,
  };
}
