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

  'verb.log-call': 'Gespräch notieren',
  'about.log-call':
    'Schreiben Sie ein Gespräch oder einen Brief außerhalb des Protokolls auf. Es steht in derselben Geschichte wie die Nachrichten, und keine andere Bibliothek bekommt es.',
  'verb.send-notice': 'Benachrichtigen',
  'about.send-notice':
    'Eine E-Mail oder ein Brief an die Leserin oder den Leser, an das Personal oder an die andere Bibliothek. Sehen Sie zuerst in die Vorschau.',
  'field.party': 'Mit wem',
  'field.direction': 'Richtung',
  'field.channel': 'Wie',
  'field.result': 'Ergebnis',
  'field.followUpOn': 'Nachfragen am',
  'field.followUpOn-hint': 'An diesem Tag steht die Bestellung wieder auf Ihrer Liste.',
  'field.template': 'Benachrichtigung',
  'field.language': 'Sprache',
  'field.way': 'Weg',
  'field.call': 'Was gesagt wurde',
  'field.call-hint': 'Hier versiegelt und mit den Daten der Leserin oder des Lesers gelöscht.',
  'field.own-words': 'Eigene Worte',
  'field.own-words-hint':
    'Sie stehen vor dem Gruß. Hier versiegelt und mit den Daten der Leserin oder des Lesers gelöscht.',
  'party.peer': 'Die andere Bibliothek',
  'party.patron': 'Leserin oder Leser',
  'party.carrier': 'Der Transporteur',
  'party.other': 'Jemand anderes',
  'direction.out': 'Wir riefen an oder schrieben',
  'direction.in': 'Man rief uns an oder schrieb uns',
  'channel.phone': 'Telefon',
  'channel.mail': 'E-Mail',
  'channel.letter': 'Brief',
  'channel.in-person': 'Am Tresen',
  'result.reached': 'Jemanden gesprochen',
  'result.no-answer': 'Keine Antwort',
  'result.message-left': 'Nachricht hinterlassen',
  'result.they-look': 'Es wird nachgesehen',
  'result.they-promise': 'Etwas wurde zugesagt',
  'result.agreed': 'Einverstanden',
  'result.declined': 'Abgelehnt',
  'receiver.patron': 'Leserschaft',
  'receiver.staff': 'Personal',
  'receiver.peer': 'Andere Bibliothek',
  'notice.for': '{receiver} – {notice}',
  'notice.receivers-language': 'Die des Empfängers',
  'notice-way.mail': 'E-Mail',
  'notice-way.letter': 'Brief zum Drucken',
  'refusal.call-unreadable': 'Sagen Sie mit wem, in welche Richtung und wie, mit den angebotenen Wörtern.',
  'refusal.result-missing': 'Wählen Sie, was dabei herauskam, oder schreiben Sie ein Wort dazu.',
  'refusal.follow-up-in-the-past': 'Dieser Tag ist vorbei.',
  'refusal.notices-off':
    'Diese Bibliothek verschickt keine Benachrichtigungen: Die Einstellungen nennen keinen Absender.',
  'refusal.template-missing': 'Wählen Sie eine Benachrichtigung.',
  'refusal.notice-unreadable': 'Wählen Sie Weg und Sprache unter den angebotenen.',
  'refusal.notice-value-missing':
    'Diese Benachrichtigung spricht von etwas, das niemand über diese Bestellung weiß, etwa einem Fälligkeitsdatum.',

  'why.notice-bounced':
    'Eine Benachrichtigung ist zurückgekommen: Prüfen Sie die Adresse, senden Sie sie noch einmal oder drucken Sie einen Brief.',
  'why.notice-failed':
    'Eine Benachrichtigung konnte nicht gesendet werden: Senden Sie sie noch einmal, drucken Sie einen Brief oder sagen Sie es auf anderem Weg.',
  'why.notice-in-doubt':
    'Eine Benachrichtigung wurde vielleicht gesendet, vielleicht nicht: Fragen Sie, ob sie ankam, bevor Sie sie noch einmal senden.',
  'why.follow-up':
    'An diesem Tag wollten Sie nachfragen: Rufen Sie an und notieren Sie, was dabei herauskommt.',
  'rule.follow-up': 'Der Tag zum Nachfragen.',

  'call.logged': '{party}: {direction} – {channel}{hasResult, select, yes {: {result}} other {}}',
  'notices.title': 'Benachrichtigungen',
  'notices.none': 'Bisher keine.',
};
