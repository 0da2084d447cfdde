import type { Templates } from './template.js';

/** Notices in German. */
export const german: Templates = {
  frames: {
    patron: {
      greeting: 'Guten Tag,',
      closing:
        'Wenn etwas unklar ist, fragen Sie uns bitte; wir helfen gern.\n\nMit freundlichen Grüßen\n{library}',
    },
    staff: { greeting: 'Guten Tag,', closing: 'Lendwire, für {library}' },
    peer: {
      greeting: 'Liebe Kolleginnen und Kollegen,',
      closing:
        'Falls sich unsere Nachrichten gekreuzt haben, ist die Sache erledigt. Vielen Dank für Ihre Hilfe.\n\nMit freundlichen Grüßen\n{library}',
    },
  },
  kinds: {
    arrived: {
      subject: 'Ihre Fernleihe liegt bereit ({reference})',
      paragraphs: [
        'Was Sie bestellt haben, ist da: {title}.',
        'Sie können es hier abholen: {pickupPlace}.',
        'Wir halten es bis zum {pickupUntil} für Sie bereit.',
        'Es soll am {dueDate} wieder bei uns sein.',
      ],
    },
    'link-ready': {
      subject: 'Ihre Kopie liegt bereit ({reference})',
      paragraphs: [
        'Die Kopie, die Sie bestellt haben, liegt bereit: {title}.',
        'Sie können sie hier öffnen:\n{url}',
        'Bitte speichern Sie sie vor dem {urlUntil}; danach gilt der Link nicht mehr.',
      ],
    },
    'due-soon': {
      subject: 'Ihre Fernleihe wird bald fällig ({reference})',
      paragraphs: [
        'Die Ausleihe von {title} endet am {dueDate}.',
        'Wenn Sie mehr Zeit brauchen, sagen Sie es uns bitte vorher. Wir fragen dann die verleihende Bibliothek.',
      ],
    },
    overdue: {
      subject: 'Ihre Fernleihe war fällig ({reference})',
      paragraphs: [
        'Die Ausleihe von {title} endete am {dueDate}.',
        'Bitte bringen Sie das Werk zurück, sobald Sie können. Es gehört einer anderen Bibliothek, in der vielleicht schon jemand darauf wartet.',
        'Wenn Sie es nicht finden oder schon abgegeben haben, sagen Sie es uns bitte: Wir suchen dann gemeinsam.',
      ],
    },
    renewed: {
      subject: 'Ihre Fernleihe ist verlängert ({reference})',
      paragraphs: ['Sie können {title} bis zum {dueDate} behalten.', 'Vorher galt der {dueBefore}.'],
    },
    'not-renewed': {
      subject: 'Ihre Fernleihe kann nicht verlängert werden ({reference})',
      paragraphs: [
        'Wir haben gefragt, ob Sie {title} länger behalten können. Die verleihende Bibliothek braucht das Werk zurück.',
        'Bitte bringen Sie es bis zum {dueDate} zurück.',
      ],
    },
    recalled: {
      subject: 'Die verleihende Bibliothek braucht Ihre Fernleihe zurück ({reference})',
      paragraphs: [
        'Die Bibliothek, die {title} verleiht, braucht das Werk früher zurück als vereinbart.',
        'Bitte bringen Sie es bis zum {dueDate} zurück.',
        'Es tut uns leid, dass Ihnen das Mühe macht; gern bestellen wir es später noch einmal für Sie.',
      ],
    },
    unfilled: {
      subject: 'Ihre Fernleihe ließ sich nicht beschaffen ({reference})',
      paragraphs: [
        'Leider kann zurzeit keine der Bibliotheken, die wir gefragt haben, {title} verleihen.',
        'Vielleicht hilft eine andere Ausgabe oder die Kopie eines Kapitels. Sagen Sie es uns, und wir suchen weiter.',
      ],
    },
    cancelled: {
      subject: 'Ihre Fernleihe ist storniert ({reference})',
      paragraphs: [
        'Die Bestellung von {title} ist storniert, wie gewünscht.',
        'Wenn Sie das Werk doch brauchen, sagen Sie es uns bitte, und wir beginnen neu.',
      ],
    },
    'parcel-late': {
      subject: 'Ein Paket ist verspätet ({reference})',
      paragraphs: [
        'Ein Paket zwischen uns und {peer} ist verspätet.',
        'Abgeschickt: {sentOn}.',
        'Erwartet: {expectedOn}.',
        'Transporteur: {carrier}.',
        'Sendungsnummer: {trackingId}.',
        'Was zu tun ist: zuerst an beiden Enden in den Regalen suchen, dann den Transporteur fragen.',
        'Die Bestellung:\n{page}',
      ],
    },
    'assumed-lost': {
      subject: 'Ein Exemplar gilt als verloren ({reference})',
      paragraphs: [
        'Das Exemplar zwischen uns und {peer} ist nicht zurückgekommen und gilt als verloren.',
        'Fällig war es am {dueDate}.',
        'Was zu tun ist: an beiden Enden in den Regalen suchen, bevor etwas gefordert wird. Taucht es auf, lässt sich alles rückgängig machen.',
        'Die Bestellung:\n{page}',
      ],
    },
    'claim-to-approve': {
      subject: 'Eine Forderung wartet auf Freigabe ({reference})',
      paragraphs: [
        'Eine Forderung an {peer} ist entworfen und wartet darauf, dass jemand sie freigibt.',
        'Es geht um {amount}.',
        'Vorher wird nichts verschickt.',
        'Die Bestellung:\n{page}',
      ],
    },
    'overdue-1': {
      subject: 'Erinnerung an eine Leihgabe von uns ({reference})',
      paragraphs: [
        'Wir haben Ihnen {title} geliehen. Fällig war das Werk am {dueDate}.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Könnten Sie bitte nachsehen, ob es unterwegs ist? Wird mehr Zeit gebraucht, bitten Sie uns gern um Verlängerung.',
      ],
    },
    'overdue-2': {
      subject: 'Zweite Erinnerung an eine Leihgabe von uns ({reference})',
      paragraphs: [
        'Wir haben Ihnen {title} geliehen. Fällig war das Werk am {dueDate}, und es ist noch nicht bei uns.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Bitte schicken Sie es zurück oder sagen Sie uns, wie es darum steht. Wir suchen inzwischen in unseren eigenen Regalen.',
      ],
    },
    'overdue-3': {
      subject: 'Dritte Erinnerung an eine Leihgabe von uns ({reference})',
      paragraphs: [
        'Wir haben Ihnen wegen {title} geschrieben. Fällig war das Werk am {dueDate}.',
        'Ihre Nummer dafür ist {theirReference}.',
        'In unseren Regalen steht es nicht. Bitte sehen Sie in Ihren nach und sagen Sie uns, was Sie finden: Eine kurze Antwort hilft uns beiden.',
        'Wir freuen uns über eine Antwort bis zum {answerUntil}.',
      ],
    },
    'overdue-final': {
      subject: 'Letzte Erinnerung an eine Leihgabe von uns ({reference})',
      paragraphs: [
        'Dies ist unsere letzte Erinnerung an {title}. Fällig war das Werk am {dueDate}.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Wenn es bis zum {answerUntil} nicht zurück ist, müssen wir es als verloren ansehen und möchten uns mit Ihnen über den Ersatz verständigen.',
        'Taucht es später auf, lässt sich all das rückgängig machen.',
      ],
    },
    recall: {
      subject: 'Wir brauchen eine Leihgabe zurück ({reference})',
      paragraphs: [
        'Bei uns wird {title} gebraucht, das Sie von uns geliehen haben.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Bitte schicken Sie es so zurück, dass es bis zum {dueDate} hier ist.',
        'Es tut uns leid, dass das bei Ihnen Mühe macht; danach leihen wir es Ihnen gern wieder.',
      ],
    },
    'lost-report': {
      subject: 'Ein Exemplar von Ihnen ist nicht zu finden ({reference})',
      paragraphs: [
        'Es tut uns leid: Wir finden {title} nicht, das Sie uns geliehen haben.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Wir suchen weiter. Könnten Sie bitte auch in Ihren Regalen nachsehen?',
        'Sagen Sie uns bitte, wie wir es ersetzen sollen, falls es nicht auftaucht.',
      ],
    },
    'claim-statement': {
      subject: 'Zu einem Exemplar, das nicht zurückkam ({reference})',
      paragraphs: [
        'Wir haben {title}, das wir Ihnen geliehen hatten, nicht wiedergefunden.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Um es zu ersetzen, bräuchten wir {amount}.',
        'Bitte sagen Sie uns bis zum {answerUntil}, ob Sie einverstanden sind oder ob Ihnen ein anderes Exemplar oder ein Voucher lieber ist.',
      ],
    },
    'parcel-missing': {
      subject: 'Ein Paket ist nicht angekommen ({reference})',
      paragraphs: [
        'Das Paket mit {title} ist nicht angekommen.',
        'Ihre Nummer dafür ist {theirReference}.',
        'Abgeschickt: {sentOn}.',
        'Transporteur: {carrier}.',
        'Sendungsnummer: {trackingId}.',
        'Könnten Sie bitte nachsehen, ob es bei Ihnen ist? Wir tun hier dasselbe und fragen danach den Transporteur.',
      ],
    },
  },
  digest: {
    subject:
      '{count, plural, =0 {Heute wartet nichts auf Sie} one {# Bestellung wartet heute auf Sie} other {# Bestellungen warten heute auf Sie}}',
    paragraphs: [
      '{count, plural, =0 {Heute wartet nichts auf Sie.} one {# Bestellung braucht heute jemanden.} other {# Bestellungen brauchen heute jemanden.}}',
      'Die Liste:\n{page}',
    ],
  },
};
