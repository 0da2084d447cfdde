import MailComposer from 'nodemailer/lib/mail-composer';
import { plainLine } from '../plain-line.js';

/** One mail to be sent. */
export interface Mail {
  /** Of the notice: its Message-ID follows from it, so that the same mail is known wherever it turns up. */
  id: string;
  to: readonly string[];
  subject: string;
  text: string;
  date: Date;
}

/** Who sends. */
export interface Sender {
  address: string;
  name: string;
  replyTo?: string | undefined;
}

/** The Message-ID of a notice: its id at our mail domain. */
export function messageIdOf(id: string, sender: Pick<Sender, 'address'>): string {
  return `<notice.${id}@${domainOf(sender.address)}>`;
}

/** The notice that a Message-ID names, if it is one of ours. */
export function noticeOfMessageId(text: string): string | undefined {
  return /notice\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(text)?.[1]?.toLowerCase();
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * The bytes of a mail: plain text, no picture, no link of anybody else's. Auto-Submitted keeps holiday answers away
 * (RFC 3834). Several receivers do not see each other.
 */
export function composeMail(mail: Mail, sender: Sender): Promise<Buffer> {
  const to = mail.to.length === 1 ? { to: { name: '', address: mail.to[0] ?? '' } } : {};
  return new MailComposer({
    from: { name: plainLine(sender.name), address: sender.address },
    ...to,
    ...(sender.replyTo === undefined ? {} : { replyTo: { name: '', address: sender.replyTo } }),
    subject: plainLine(mail.subject),
    text: mail.text,
    date: mail.date,
    messageId: messageIdOf(mail.id, sender),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
