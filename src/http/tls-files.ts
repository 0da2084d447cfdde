import { X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { TlsSettings } from '../config/index.js';
import { OperatorError, reasonOf, type Logger } from '../platform/index.js';

/** Certificate, key and authorities of this gateway, as its files hold them. */
export interface TlsFiles {
  readonly settings: TlsSettings;
  /** What new connections are made with. */
  context(): SecureContextOptions;
  authorities(): readonly X509Certificate[];
  /** When our own certificate runs out, ISO. */
  expiresAt(): string;
  /** Reads them again. What cannot be used is logged, and what was in use stays. */
  reload(): 'changed' | 'unchanged' | 'kept';
  /** Looks at them again and again; calls when others are in use. Answers what ends it. */
  watch(changed: () => void): () => void;
}

interface Loaded {
  context: SecureContextOptions;
  authorities: X509Certificate[];
  expiresAt: string;
}

/** Reads the files. Throws `OperatorError` where they cannot be used. */
export function openTlsFiles(settings: TlsSettings, log: Logger): TlsFiles {
  let loaded: Loaded;
  try {
    loaded = load(settings);
  } catch (thrown) {
    throw new OperatorError(`The files of server.tls cannot be used: ${reasonOf(thrown)}`, { cause: thrown });
  }

  function reload(): ReturnType<TlsFiles['reload']> {
    try {
      const now = load(settings);
      if (isSame(now.context, loaded.context)) return 'unchanged';
      loaded = now;
      log.info('the TLS certificate is another one', { expiresAt: now.expiresAt });
      return 'changed';
    } catch (thrown) {
      log.error('the TLS files cannot be used: the certificate that was read before stays in use', {
        cause: reasonOf(thrown),
      });
      return 'kept';
    }
  }

  return {
    settings,
    context: () => loaded.context,
    authorities: () => loaded.authorities,
    expiresAt: () => loaded.expiresAt,
    reload,
    watch(changed) {
      // Looked at by name, since renewals replace files and links rather than write into them.
      const looked = (): void => {
        if (reload() === 'changed') changed();
      };
      const files = filesOf(settings);
      for (const file of files) watchFile(file, { interval: settings.watchMs, persistent: false }, looked);
      return () => {
        for (const file of files) unwatchFile(file, looked);
      };
    },
  };
}

function filesOf({ certFile, keyFile, clientCaFile }: TlsSettings): string[] {
  return [certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
}

function load({ certFile, keyFile, clientCaFile }: TlsSettings): Loaded {
  const cert = readFileSync(certFile, 'utf8');
  const ca = clientCaFile === undefined ? undefined : readFileSync(clientCaFile, 'utf8');
  const context: SecureContextOptions = {
    cert,
    key: readFileSync(keyFile, 'utf8'),
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
  };
  // Throws where the key belongs to another certificate, or a file holds something else.
  createSecureContext(context);
  return {
    context,
    authorities: ca === undefined ? [] : certificatesIn(ca),
    expiresAt: new Date(new X509Certificate(cert).validTo).toISOString(),
  };
}

function certificatesIn(text: string): X509Certificate[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return found.map((one) => new X509Certificate(one));
}

function isSame(one: SecureContextOptions, other: SecureContextOptions): boolean {
  return one.cert === other.cert && one.key === other.key && one.ca === other.ca;
}
