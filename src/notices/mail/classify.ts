import type { MailOutcome } from '../../loan/index.js';

/** How an attempt ended, as far as it came. */
export interface Ended {
  /** Whether the server had said that it is ready for the mail itself (354), and it was on its way. */
  wasHandedOver: boolean;
  /** The server's answer in the end, where there was one: `550`. */
  responseCode?: number | undefined;
  /** RFC 3463: `5.1.1`. */
  enhancedCode?: string | undefined;
  /** The library's name for what failed: `ETIMEDOUT`, `EAUTH`, … */
  code?: string | undefined;
}

const words: Readonly<Record<string, string>> = {
  ECONNECTION: 'the mail server closed the connection',
  ETIMEDOUT: 'the mail server did not answer in time',
  ESOCKET: 'the connection to the mail server broke',
  EDNS: 'the mail server’s name is not known',
  ETLS: 'the mail server’s encryption could not be begun or trusted',
  EAUTH: 'the mail server does not take our name and password',
  EPROTOCOL: 'the mail server says what is no SMTP',
  EENVELOPE: 'the mail server does not take sender or receiver',
  EMESSAGE: 'the mail server does not take the mail',
};

/**
 * What an attempt means. Before the mail itself was on its way nobody has it. Afterwards an answer says whether the
 * server took it, and without one nobody knows. A name or password that is refused is ours to mend: nothing is lost.
 * Never repeats the server's words, since they name the receiver.
 */
export function classify(ended: Ended): MailOutcome {
  const { wasHandedOver, responseCode, code } = ended;
  const cause = causeOf(ended);
  if (code === 'EAUTH') return { class: 'later', cause };
  if (responseCode !== undefined && responseCode >= 500) return { class: 'refused', cause };
  if (responseCode !== undefined && responseCode >= 400) return { class: 'later', cause };
  return wasHandedOver ? { class: 'ambiguous', cause } : { class: 'later', cause };
}

function causeOf({ code = '', responseCode, enhancedCode, wasHandedOver }: Ended): string {
  const what = words[code] ?? 'the mail could not be handed to the mail server';
  const said = [responseCode, enhancedCode].filter((one) => one !== undefined).join(' ');
  const after = wasHandedOver && responseCode === undefined ? ', after it had been given the mail' : '';
  return `${what}${after}${said === '' ? '' : ` (${said})`}`;
}
