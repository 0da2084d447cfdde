import type { claims as english } from '../en/claims.js';

export const claims: Readonly<Record<keyof typeof english, string>> = {
  'verb.shelf-check': 'Am Standort gesucht',
  'verb.settle-damage': 'Über den Schaden entscheiden',
  'verb.draft-claim': 'Forderung entwerfen',
  'verb.record-claim': 'Ihre Forderung festhalten',
  'verb.approve-claim': 'Forderung freigeben',
  'verb.send-claim': 'Forderung senden',
  'verb.dispute-claim': 'Forderung bestritten',
  'verb.agree-claim': 'Forderung anerkannt',
  'verb.record-payment': 'Zahlung verbuchen',
  'verb.waive-claim': 'Forderung erlassen',
  'verb.withdraw-claim': 'Forderung zurückziehen',
  'verb.refund-claim': 'Erstattung verbuchen',
  'verb.undo-claim-step': 'Letzten Schritt der Forderung zurücknehmen',

  'about.shelf-check':
    'Das Erste, bevor jemand von Verlust spricht. Die andere Bibliothek erfährt es nur, wenn Sie eine Mitteilung schreiben.',
  'about.settle-damage':
    'Was aus dem Schaden folgt. Die andere Bibliothek erfährt es, wenn Sie eine Mitteilung schreiben.',
  'about.draft-claim': 'Die Kosten werden zusammengestellt. Es wird nichts gesendet.',
  'about.record-claim':
    'Was die gebende Bibliothek von uns fordert, wie sie es in einer Mitteilung, brieflich oder am Telefon gesagt hat.',
  'about.approve-claim':
    'Jemand, der über Geld entscheiden darf, hat sie geprüft. Ein hoher Betrag braucht zwei Personen.',
  'about.send-claim':
    'Die andere Bibliothek liest die Beträge in einer Mitteilung. Von selbst wird nie etwas gefordert.',
  'about.dispute-claim':
    'Wer schuldet, ist nicht einverstanden. Sind wir das, erfährt es die gebende Bibliothek.',
  'about.agree-claim':
    'Wer schuldet, erkennt sie ganz oder teilweise an. Sind wir das, erfährt es die gebende Bibliothek.',
  'about.record-payment':
    'Sie ist ganz oder teilweise beglichen. Haben wir gezahlt, erfährt es die gebende Bibliothek.',
  'about.waive-claim': 'Was offen ist, wird erlassen. Ein hoher Betrag braucht zwei Personen.',
  'about.withdraw-claim': 'Die Forderung war ein Irrtum oder wird nicht weiter verfolgt.',
  'about.refund-claim': 'Was für ein wiedergefundenes Medium gezahlt wurde, ist zurückgegangen.',
  'about.undo-claim-step':
    'Der Schritt wird zurückgebucht. Hat die andere Bibliothek davon erfahren, erfährt sie auch dies.',

  'field.outcome': 'Ergebnis',
  'field.decision': 'Entscheidung',
  'field.cause': 'Wofür',
  'field.amount': 'Betrag',
  'field.amount-hint': 'Etwa 75,00. Leer: nach den Regeln, oder alles, was offen ist.',
  'field.fee': 'Davon einbehalten',
  'field.fee-hint':
    'Was die gebende Bibliothek behält, wenn das Medium wiedergefunden wird, wie sie es mitgeteilt hat.',
  'field.currency': 'Währung',
  'field.currency-hint': 'Drei Buchstaben. Leer: die des Hauses.',
  'field.means': 'Wie',
  'field.vouchers': 'Anzahl der Gutscheine',
  'field.vouchers-hint': 'Nur für IFLA-Voucher, etwa 1 oder 1,5.',

  'outcome.found': 'Es ist hier',
  'outcome.not-found': 'Es ist nicht hier',
  'decision.accepted': 'So hingenommen',
  'decision.waived': 'Es wird nichts gefordert',
  'decision.claimed': 'Es wird Ersatz gefordert',
  'cause.lost': 'Verlust',
  'cause.damaged': 'Schaden',
  'means.money': 'Geld',
  'means.ifla-voucher': 'IFLA-Voucher',
  'means.replacement-copy': 'Ein Ersatzexemplar',

  'refusal.no-damage-open': 'Kein Schaden wartet auf eine Entscheidung.',
  'refusal.shelf-check-first': 'Suchen Sie zuerst am Standort und halten Sie das Ergebnis fest.',
  'refusal.nothing-to-claim': 'Es ist weder Verlust noch Schaden gemeldet.',
  'refusal.claim-open': 'Es gibt schon eine Forderung, die nicht erledigt ist.',
  'refusal.no-claim': 'Es gibt keine Forderung, mit der das jetzt möglich wäre.',
  'refusal.nothing-to-undo': 'Es gibt keinen Schritt, der sich zurücknehmen lässt.',
  'refusal.supervisor-needed': 'Das ist Sache von jemandem, der über Geld entscheiden darf.',
  'refusal.second-person-needed': 'So viel braucht zwei Personen: Jemand anderes muss das tun.',
  'refusal.approval-missing': 'So viel muss zuerst von einer zweiten Person freigegeben werden.',
  'refusal.outcome-missing': 'Geben Sie an, was die Suche ergeben hat.',
  'refusal.decision-missing': 'Wählen Sie, was aus dem Schaden folgt.',
  'refusal.amount-missing': 'Geben Sie den Betrag an.',
  'refusal.amount-unreadable': 'Das ist kein Betrag: Ziffern, mit höchstens vier Nachkommastellen.',
  'refusal.amount-too-large': 'Das ist mehr, als offen ist.',
  'refusal.currency-unreadable': 'Das ist kein Währungscode aus drei Buchstaben.',
  'refusal.means-unreadable': 'Wählen Sie, wie sie beglichen wird.',
  'refusal.vouchers-unreadable':
    'Geben Sie die Zahl der ganzen und halben Gutscheine an, und nur wenn damit bezahlt wird.',
};
