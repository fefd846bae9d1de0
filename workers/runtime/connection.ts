/** How to reach the engine, as both clients need it. Credentials come from the environment and go nowhere else. */

export interface Connection {
  /** `host:port` of the gRPC gateway. */
  address: string;
  tls: boolean;
  oauth?: { url: string; clientId: string; clientSecret: string; audience: string };
}

/**
 * Reads ZEEBE_ADDRESS (`host:port`, or with `grpc://`, `http://`, `grpcs://`, `https://` in front; the last two mean
 * TLS) and the three credentials, which belong together and imply TLS.
 * Throws an Error that names the setting and what would be right.
 */
export function readConnection(env: Readonly<Record<string, string | undefined>>): Connection {
  const given = env.ZEEBE_ADDRESS || `127.0.0.1:${env.ENGINE_GRPC_PORT || '26500'}`;
  const found = /^(?:(grpcs?|https?):\/\/)?([^\s/:]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?\/?$/.exec(given);
  if (!found) throw new Error(`ZEEBE_ADDRESS must be host:port, for example 127.0.0.1:26500, not "${given}".`);
  const [, scheme, host, port = '26500'] = found;
  const { ZEEBE_CLIENT_ID: clientId, ZEEBE_CLIENT_SECRET: clientSecret, ZEEBE_OAUTH_URL: url } = env;
  const parts = [clientId, clientSecret, url].filter(Boolean).length;
  if (parts > 0 && parts < 3) {
    throw new Error(
      'ZEEBE_CLIENT_ID, ZEEBE_CLIENT_SECRET and ZEEBE_OAUTH_URL belong together: set all three, or none.',
    );
  }
  return {
    address: `${host}:${port}`,
    tls: scheme === 'grpcs' || scheme === 'https' || parts === 3,
    ...(parts === 3 ? { oauth: { url: url!, clientId: clientId!, clientSecret: clientSecret!, audience: host! } } : {}),
  };
}
