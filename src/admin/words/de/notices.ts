import type { notices as english } from '../en/notices.js';

export const notices: Readonly<Record<keyof typeof english, string>> = {
  'lint.lead':
    'Lesen Sie Ihre Worte bitte noch einmal, bevor sie hinausgehen. Sie können sie so senden, wie sie sind.',
  'lint.blame':
    '„{found}“ kann wie ein Vorwurf klingen. Schreiben Sie, was fehlt und bis wann Sie es brauchen.',
  'lint.email':
    '„{found}“ ist eine E-Mail-Adresse. Lassen Sie sie weg, wenn es nicht die Ihrer Bibliothek ist.',
  'lint.phone':
    '„{found}“ sieht wie eine Telefonnummer aus. Lassen Sie sie weg, wenn es nicht die Ihrer Bibliothek ist.',
  'lint.patron-number':
    '„{found}“ kann die Nummer einer Leserin oder eines Lesers sein. Die andere Bibliothek braucht sie nicht: Lassen Sie sie weg.',
  'lint.patron-name':
    '„{found}“ kann ein Name aus der Leserschaft sein. Schreiben Sie stattdessen „unsere Leserschaft“.',
  'event.notice-queued': 'Eine Benachrichtigung ist geschrieben: {notice}.',
  'event.notice-claimed': 'Eine Benachrichtigung geht hinaus: {notice}.',
  'event.notice-settled': 'Benachrichtigung: {notice}: {noticeState}.',
  'event.notice-decided': 'Das Personal hat über eine Benachrichtigung entschieden: {notice}: {noticeState}.',
  'event.notice-bounced': 'Eine Benachrichtigung ist zurückgekommen: {notice}.',

  'notice-kind.arrived': 'liegt bereit',
  'notice-kind.link-ready': 'Kopie liegt bereit',
  'notice-kind.due-soon': 'wird bald fällig',
  'notice-kind.overdue': 'ist überfällig',
  'notice-kind.renewed': 'verlängert',
  'notice-kind.not-renewed': 'nicht verlängert',
  'notice-kind.recalled': 'wird zurückgebraucht',
  'notice-kind.unfilled': 'nicht zu beschaffen',
  'notice-kind.cancelled': 'storniert',
  'notice-kind.parcel-late': 'Paket ist verspätet',
  'notice-kind.assumed-lost': 'gilt als verloren',
  'notice-kind.claim-to-approve': 'Forderung freizugeben',
  'notice-kind.overdue-1': 'erste Erinnerung',
  'notice-kind.overdue-2': 'zweite Erinnerung',
  'notice-kind.overdue-3': 'dritte Erinnerung',
  'notice-kind.overdue-final': 'letzte Erinnerung',
  'notice-kind.recall': 'Rückforderung',
  'notice-kind.lost-report': 'Exemplar nicht zu finden',
  'notice-kind.claim-statement': 'Aufstellung einer Forderung',
  'notice-kind.parcel-missing': 'Paket ist nicht angekommen',

  'notice-state.queued': 'wartet auf den Versand',
  'notice-state.sending': 'wird gesendet',
  'notice-state.sent': 'gesendet',
  'notice-state.in-doubt': 'vielleicht gesendet',
  'notice-state.bounced': 'zurückgekommen',
  'notice-state.failed': 'nicht gesendet',
  'notice-state.withdrawn': 'zurückgezogen',
  'notice-state.to-print': 'zu drucken',
  'notice-state.printed': 'gedruckt',
};
