import type { frame as english } from '../en/frame.js';

export const frame: Readonly<Record<keyof typeof english, string>> = {
  'frame.skip': 'Zum Inhalt springen',
  'frame.search': 'Suchen',
  'frame.search-label':
    'Bestellung finden: Nummer, Barcode, Sendungsnummer, Titelwörter oder eine Bibliothek',
  'frame.search-hint': 'Nummer, Barcode, Titel, Bibliothek',
  'frame.navigation': 'Hauptmenü',
  'frame.account': 'Konto und Sprache',
  'frame.sign-out': 'Abmelden',
  'frame.keyboard': 'Tastatur',
  'frame.keyboard-off': 'Tastenkürzel ausschalten',
  'frame.keyboard-on': 'Tastenkürzel einschalten',
  'frame.about': 'Lendwire: Jeder Schritt steht in einem Journal, das sich prüfen lässt.',
  'nav.attention': 'Zu erledigen',
  'nav.requests': 'Bestellungen',
  'nav.claims': 'Mahnungen und Forderungen',
  'nav.messages': 'Nachrichten',
  'nav.peers': 'Bibliotheken',
  'nav.ledger': 'Journal',
  'nav.jobs': 'Abläufe',
  'key.search': 'zum Suchfeld',
  'key.attention': 'zu erledigen',
  'key.requests': 'Bestellungen',
  'key.messages': 'Nachrichten',
  'key.move': 'nächste und vorige Zeile',
  'key.select': 'Zeile auswählen',
  'key.open': 'Zeile öffnen',
  'key.menu': 'Menü der weiteren Aktionen',
  'key.letter': 'Aktion mit diesem Buchstaben auf der Schaltfläche',
  'key.help': 'diese Hilfe',
  'page.earlier': 'Zurück',
  'page.later': 'Weiter',
  'page.pages': 'Seiten',
  'page.needed': 'erforderlich',
  'page.faults':
    '{n, plural, one {Eine Angabe fehlt oder ist falsch} other {# Angaben fehlen oder sind falsch}}',
  'error.not-found': 'Hier gibt es nichts',
  'error.not-found-text':
    'Zu dieser Adresse gehört keine Seite, oder die Bestellung gibt es nicht, oder sie gehört einer anderen Bibliothek.',
  'error.forbidden': 'Ihre Rolle reicht dafür nicht aus',
  'error.forbidden-text':
    'Ihre Rolle umfasst das nicht. Wer hier die Benutzer verwaltet, kann das ändern. Der Versuch steht im Journal.',
  'error.busy': 'Im Augenblick kann nichts gespeichert werden',
  'error.busy-text':
    'Nichts ist verloren gegangen und nichts wurde gesendet. Versuchen Sie es in einigen Sekunden noch einmal.',
  'error.unexpected': 'Etwas Unerwartetes ist schiefgegangen',
  'error.unexpected-text':
    'Nichts wurde gesendet. Wer das Gateway betreibt, findet die Ursache in dessen Protokoll.',
  'error.stale': 'Dieses Formular ist zu alt',
  'error.stale-text':
    'Die Anmeldung hat sich geändert, seit die Seite geladen wurde. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'deadline.by': 'bis {when}',
  'deadline.working-days': '{n, plural, =0 {heute} one {noch # Arbeitstag} other {noch # Arbeitstage}}',
  'deadline.hours': '{n, plural, one {noch # Stunde} other {noch # Stunden}}',
  'deadline.minutes': '{n, plural, one {noch # Minute} other {noch # Minuten}}',
  'deadline.over-days': '{n, plural, one {seit # Tag überfällig} other {seit # Tagen überfällig}}',
  'deadline.over-hours':
    '{n, plural, =0 {seit weniger als einer Stunde überfällig} one {seit # Stunde überfällig} other {seit # Stunden überfällig}}',
};
