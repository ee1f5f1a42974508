/** What discovery runs on a router, and nothing more: a user of the group `frrvty` behind a forced command. */
export const onpremReadPolicy = `# 1. A user that may read FRR, without a password (as root, on each router):
useradd --create-home --groups frrvty --shell /bin/sh skylane

# 2. /usr/local/bin/skylane-read, mode 0755, owner root: what it may run, one command a call.
#!/bin/sh
set -f
case "$SSH_ORIGINAL_COMMAND" in
  *[!\\ a-zA-Z0-9./:\\'-]*) ;;
  "vtysh -c 'show "*"'") [ "$(printf %s "$SSH_ORIGINAL_COMMAND" | tr -cd "'" | wc -c)" -eq 2 ] &&
    exec vtysh -c "$(printf %s "$SSH_ORIGINAL_COMMAND" | cut -d"'" -f2)" ;;
  "ip -j -d -s link") exec ip -j -d -s link ;;
esac
echo "not in the allow-list" >&2
exit 126

# 3. ~skylane/.ssh/authorized_keys: the public key of whoever runs Skylane.
restrict,command="/usr/local/bin/skylane-read" ssh-ed25519 AAAA... skylane

# 4. Where Skylane runs: the host's key is pinned in ~/.ssh/known_hosts, user and address stand in ~/.ssh/config.
#    Commands: show version; show bgp summary json; show bgp neighbors json; show bgp ipv4 unicast json;
#    show bgp ipv4 unicast neighbors ADDRESS advertised-routes json; show interface json; show ip route json;
#    show ip route connected json; show ip route static json; show bfd peers json; ip -j -d -s link
`;
