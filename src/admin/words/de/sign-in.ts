import type { signIn as english } from '../en/sign-in.js';

export const signIn: Readonly<Record<keyof typeof english, string>> = {
  'sign-in.title': 'Anmelden',
  'sign-in.login': 'Benutzername',
  'sign-in.password': 'Passwort',
  'sign-in.submit': 'Anmelden',
  'sign-in.provider': 'Mit {name} anmelden',
  'sign-in.provider-name': 'dem Konto der Bibliothek',
  'sign-in.or': 'oder mit einem Benutzernamen dieses Gateways',
  'sign-in.refused':
    'Das hat nicht geklappt. Prüfen Sie Benutzername und Passwort und versuchen Sie es noch einmal.',
  'sign-in.wait':
    '{n, plural, one {Zu viele Versuche. Warten Sie eine Sekunde und versuchen Sie es dann noch einmal.} other {Zu viele Versuche. Warten Sie # Sekunden und versuchen Sie es dann noch einmal.}}',
  'sign-in.busy': 'Gerade melden sich viele an. Versuchen Sie es in einigen Sekunden noch einmal.',
  'sign-in.provider-failed':
    'Die Anmeldung mit dem Konto der Bibliothek wurde nicht abgeschlossen. Beginnen Sie hier noch einmal.',
  'sign-in.provider-away':
    'Der Anmeldedienst der Bibliothek antwortet nicht. Versuchen Sie es in einer Minute noch einmal.',
  'sign-in.no-role':
    'Der Anmeldedienst der Bibliothek kennt Sie, aber keine Ihrer Gruppen hat hier eine Rolle. Fragen Sie, wer die Benutzer verwaltet.',
  'sign-in.disabled': 'Ihr Konto ist hier abgeschaltet. Fragen Sie, wer die Benutzer verwaltet.',
  'sign-in.signed-out': 'Sie sind abgemeldet.',
  'sign-in.expired': 'Die Seite war zu lange offen. Melden Sie sich noch einmal an.',
  'sign-in.language': 'Sprache',
  'account.title': 'Konto',
  'account.name': 'Name',
  'account.login': 'Benutzername',
  'account.email': 'E-Mail',
  'account.since': 'Angemeldet seit',
  'account.roles': 'Rollen',
  'account.everywhere': 'alle Bibliotheken dieses Gateways',
  'account.language': 'Sprache',
  'account.language-submit': 'Diese Sprache verwenden',
  'account.password': 'Passwort ändern',
  'account.password-old': 'Bisheriges Passwort',
  'account.password-new': 'Neues Passwort',
  'account.password-hint': 'Mindestens 12 Zeichen; ein Satz ist gut. Alle Ihre anderen Anmeldungen enden.',
  'account.password-submit': 'Passwort ändern',
  'account.password-changed': 'Das Passwort ist geändert, und alle Ihre anderen Anmeldungen sind beendet.',
  'account.password-elsewhere':
    'Ihr Passwort liegt beim Anmeldedienst der Bibliothek und wird dort geändert.',
  'account.old-is-wrong': 'Das ist nicht das bisherige Passwort.',
  'account.too-short': 'Das neue Passwort braucht mindestens 12 Zeichen.',
  'account.too-long': 'Das neue Passwort darf höchstens 128 Zeichen haben.',
  'account.is-login': 'Das neue Passwort darf nicht der Benutzername sein.',
  'account.sign-out-everywhere': 'Überall abmelden',
  'account.sign-out-everywhere-text': 'Beendet alle Ihre Anmeldungen, in allen Browsern, auch in diesem.',
  'role.assistant': 'Sachbearbeitung',
  'role.supervisor': 'Leitung',
  'role.auditor': 'Revision',
  'role.privacy': 'Datenschutz',
  'role.admin': 'Administration',
  'error.not-secure': 'Diese Seite braucht eine sichere Verbindung',
  'error.not-secure-text':
    'Was Sie hier eingeben, könnte unterwegs gelesen werden. Öffnen Sie die Seite mit einer Adresse, die mit https:// beginnt, oder auf dem Rechner selbst mit http://localhost. Steht ein Proxy vor dem Gateway, gehört seine Adresse in signIn.trustedProxies.',
};
