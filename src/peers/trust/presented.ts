/** By name in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** A client certificate whose key the other side has proved to hold. */
export interface PresentedCertificate {
  /** SHA-256 in lower-case hex. */
  fingerprint: string;
  /** Distinguished name, parts joined by `, `, and the common name in it. */
  issuer: string;
  issuerName: string;
  /** Common name and subject alternative names. */
  names: readonly string[];
  /** An authority that we believe has signed it. */
  isVerified: boolean;
  /** Within its own time. */
  isCurrent: boolean;
}

/** What whoever posts shows before the body is read. */
export interface Presented {
  /** Network address, behind proxies that we trust. */
  address: string;
  /** Encrypted on its way, or never outside this machine. */
  isPrivate: boolean;
  headers: Headers;
  certificate?: PresentedCertificate;
}
