/** What the vault cannot do with the keys or the bytes that it was given. No message holds a key or a plain value. */
export class VaultError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A file or setting that holds no wrapping key in a form that is known. */
export class UnreadableWrappingKeys extends VaultError {}

/** The data key is wrapped under a key that is not in the ring: the wrong key file, or a key that was destroyed. */
export class WrappingKeyMissing extends VaultError {}

/** A wrapped data key that was changed, cut, or belongs to another holder. */
export class DamagedDataKey extends VaultError {}

/** A sealed value that was changed, cut, moved to another place, or sealed under another data key. */
export class DamagedSeal extends VaultError {}
