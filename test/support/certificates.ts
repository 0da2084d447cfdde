import { generate } from 'selfsigned';

/** A certificate and its key, in PEM. */
export interface Pair {
  cert: string;
  key: string;
}

const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

/** An authority of its own. */
export async function authority(name: string): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...strong,
    notAfterDate: inDays(30),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A certificate for this machine, or for a client of that name; signed by the authority, else by itself. */
export async function certificate(
  name: string,
  { by, days = 20, hosts = [] }: { by?: Pair; days?: number; hosts?: string[] } = {},
): Promise<Pair> {
  const isServer = hosts.length > 0;
  const made = await generate([{ name: 'commonName', value: name }], {
    ...strong,
    ...(by === undefined ? {} : { ca: by }),
    notBeforeDate: inDays(Math.min(-1, days - 2)),
    notAfterDate: inDays(days),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: isServer, clientAuth: !isServer },
      {
        name: 'subjectAltName',
        altNames: isServer
          ? hosts.map((host) => (/^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host }))
          : [{ type: 2, value: name }],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

const strong = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
