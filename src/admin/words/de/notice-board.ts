import type { noticeBoard as english } from '../en/notice-board.js';

export const noticeBoard: Record<keyof typeof english, string> = {
  'nav.notices': 'Benachrichtigungen',
  'notices.lead':
    'Was Leserschaft, Personal und andere Bibliotheken per E-Mail und Brief erfahren haben, das Neueste zuerst.',
  'notices.states': 'Nach Stand',
  'notices.receivers': 'Nach Empfänger',
  'notices.all': 'Alle',
  'notices.list': 'Liste der Benachrichtigungen',
  'notices.empty': 'Keine Benachrichtigung passt dazu',
  'notices.empty-text':
    'Benachrichtigungen folgen aus dem, was mit einer Bestellung geschieht, oder werden auf deren Seite von Hand gesendet.',
  'notices.for-peer': 'an {peer}',
  'notices.tries': '{n, plural, one {ein Versuch} other {# Versuche}}',
  'notices.next-try': 'nächster Versuch',
  'notices.partly': 'nicht an {n, plural, one {einen der Empfänger} other {# der Empfänger}}',
  'notices.again': 'erneut gesendet anstelle einer früheren',
  'notices.text': 'Was darin steht',
  'notices.subject': 'Betreff',
  'notices.number': 'Bestellung {number}',
  'notices.pick': 'Den Brief zu {title} drucken',
  'notices.print-picked': 'Angekreuzte Briefe drucken',
  'notices.print-text':
    'Jeder Brief steht mit der Anschrift auf einem eigenen Blatt. Danach gelten sie als gedruckt, und im Hauptbuch steht, wer sie gedruckt hat.',
  'notices.print-none': 'Kreuzen Sie die Briefe an, die Sie drucken möchten',
  'notices.refused': 'Das wurde nicht getan',
  'notices.gone': 'Diese Benachrichtigung gibt es nicht, oder sie gehört zu einer anderen Bibliothek.',
  'notices.back': 'Zurück',
  'notices.to-request': 'Zur Bestellung',
  'notice-state.replaced': 'erneut gesendet',
  'notice-do.send-again': 'Erneut senden',
  'notice-do.to-letter': 'Als Brief drucken',
  'notice-do.was-sent': 'Sie ist angekommen',
  'notice-do.withdraw': 'Dabei belassen',
  'notice-do.printed': 'Drucken',
  'notice-do.reprint': 'Erneut drucken',
  'notice-do.not-printed': 'Wurde nicht gedruckt',
  'notice-bounced.patron':
    'Berichtigen Sie die Adresse hier und senden Sie erneut, oder drucken Sie einen Brief. Berichtigen Sie sie auch im Bibliothekssystem.',
  'notice-bounced.staff':
    'Berichtigen Sie die Adresse des Personals in den Einstellungen und senden Sie erneut.',
  'notice-bounced.peer':
    'Berichtigen Sie die Adresse in den Angaben zur anderen Bibliothek und senden Sie erneut, oder drucken Sie einen Brief.',
  'notice-advice.failed':
    'Senden Sie erneut, wenn die Ursache behoben ist, drucken Sie einen Brief, oder sagen Sie es auf anderem Weg.',
  'notice-advice.in-doubt':
    'Fragen Sie nach, ob sie angekommen ist. Wenn ja, sagen Sie es hier; wenn nicht, senden Sie erneut.',
  'notice-advice.to-print': 'Sie wartet auf den Druck.',
  'notice-refusal.not-in-this-state':
    'Das ist mit der Benachrichtigung, wie sie jetzt steht, nicht möglich. Sehen Sie sie noch einmal an.',
  'notice-refusal.not-true-any-more':
    'Was darin steht, stimmt nicht mehr, denn die Ausleihe ist weitergegangen. Senden Sie von der Seite der Bestellung eine neue.',
  'notice-refusal.text-erased': 'Der Text wurde mit den Personendaten gelöscht.',
  'notice-refusal.address-unreadable': 'Das ist keine E-Mail-Adresse.',
  'notice-address.correct': 'Adresse berichtigen',
  'notice-address.email': 'E-Mail-Adresse der Person',
  'notice-address.hint': 'Sie wird hier versiegelt und gilt für diese Bestellung von nun an.',
  'notice-address.send': 'An diese Adresse senden',
  'report.title': 'Eine E-Mail ist zurückgekommen',
  'report.lead':
    'Fügen Sie den Quelltext der zurückgekommenen E-Mail ein (meist „Quelltext anzeigen“), dann wird die Benachrichtigung gekennzeichnet. Mailserver können solche Berichte selbst einreichen.',
  'report.field': 'Die E-Mail, wie sie kam, mit ihren Kopfzeilen',
  'report.hand-in': 'Einlesen',
  'report.bounced':
    'Die Benachrichtigung ist zurückgekommen. Entscheiden Sie auf der Seite der Bestellung, was zu tun ist.',
  'report.doubt-settled': 'Die E-Mail ist doch angekommen: Die Benachrichtigung gilt als gesendet.',
  'report.known-already': 'Das war schon bekannt.',
  'report.settled-already': 'Über diese Benachrichtigung wurde schon entschieden. Nichts ändert sich.',
  'report.no-bounce': 'Der Bericht meldet keinen Fehlschlag. Nichts ändert sich.',
  'report.too-large': 'Das ist zu groß für den Bericht eines Mailservers.',
  'report.no-report':
    'Das ist kein Bericht eines Mailservers, oder nicht der ganze Quelltext: Der maschinenlesbare Teil fehlt.',
  'report.no-notice': 'Der Bericht nennt keine E-Mail, die von hier gesendet wurde.',
  'report.unknown-notice': 'Der Bericht nennt eine Benachrichtigung, die hier nicht bekannt ist.',
  'letters.title': '{n, plural, one {Ein Brief} other {# Briefe}}',
  'letters.none': 'Kein Brief kann gedruckt werden',
  'letters.print':
    'Drucken Sie diese Seite: Jeder Brief steht auf einem eigenen Blatt. Sie gelten als gedruckt.',
  'letters.undo': 'Sie wurden nicht gedruckt: zurücklegen',
  'letters.no-address': 'Die Anschrift fehlt: Schreiben Sie sie von Hand auf den Umschlag.',
  'letters.refused': '{n, plural, one {Ein Brief bleibt} other {# Briefe bleiben}} weg: {why}',
};
