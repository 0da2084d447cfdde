import type { messages as english } from '../en/messages.js';

export const messages: Readonly<Record<keyof typeof english, string>> = {
  'messages.title': 'Nachrichten',
  'messages.lead':
    'Was nicht zugestellt werden konnte, nach Ursachen. Was ankommt, steht bei seiner Bestellung.',
  'messages.states': 'Was aus ihnen wurde',
  'messages.all': 'Alle',
  'messages.count':
    '{n, plural, =0 {Alles ist angekommen} one {# Nachricht ist nicht angekommen} other {# Nachrichten sind nicht angekommen}}',
  'messages.empty': 'Alle Nachrichten sind angekommen.',
  'messages.empty-text': 'Was fehlschlägt oder wartet, steht von selbst hier, mit dem, was hilft.',
  'messages.empty-filter': 'Es gibt keine solche Nachricht mehr.',
  'messages.groups': 'Ursachen',
  'messages.list': 'Nachrichten',
  'messages.peers': 'Bibliotheken',
  'messages.n': '{n, plural, one {# Nachricht} other {# Nachrichten}}',
  'messages.since': 'seit {when}',
  'messages.back': 'Alle Ursachen',
  'messages.attempts': '{n, plural, =0 {noch kein Versuch} one {ein Versuch} other {# Versuche}}',
  'messages.next': 'nächster Versuch {when}',
  'messages.owed': 'zu senden seit {when}',
  'messages.doubt': 'vielleicht angekommen',
  'messages.more': 'Entscheiden…',
  'messages.about': '{what} an {peer}',
  'message-state.owed': 'Wartet auf einen neuen Versuch',
  'message-state.undecided': 'Ob sie angekommen ist, weiß niemand',
  'message-state.stopped': 'Angehalten',
  'message-state.given-up': 'Aufgegeben',
  'message-state.refused': 'Von der anderen Bibliothek zurückgewiesen',
  'message-state.answered': 'Zugestellt',
  'message-state.dropped': 'Verworfen',
  'message-state.replaced': 'Neu verfasst',
  'cause.unreachable': 'Das System der anderen Seite ist nicht erreichbar',
  'cause.certificate': 'Das Zertifikat der anderen Seite ist nicht vertrauenswürdig',
  'cause.not-allowed': 'Die Adresse ist hier nicht erlaubt',
  'cause.busy': 'Das andere System bittet uns zu warten',
  'cause.server-fault': 'Das andere System ist daran gescheitert',
  'cause.no-answer': 'Keine Antwort, aus der hervorgeht, ob sie angekommen ist',
  'cause.no-confirmation': 'Eine Antwort kam, aber keine Bestätigung',
  'cause.keys': 'Unser Schlüssel wird nicht angenommen',
  'cause.address': 'Unter der Adresse ist nichts zu finden',
  'cause.turned-away': 'Der andere Server hat sie abgewiesen',
  'cause.not-understood': 'Das andere System kann die Nachricht nicht lesen',
  'cause.unknown-element': 'Das andere System kennt ein Element der Nachricht nicht',
  'cause.unknown-value': 'Das andere System kennt einen Wert oder eine ID darin nicht',
  'cause.not-supported': 'Das andere System unterstützt diese Art von Nachricht nicht',
  'cause.not-made': 'Die Nachricht lässt sich so nicht senden',
  'cause.other': 'Eine andere Ursache',
  'advice.unreachable':
    'Weitere Versuche folgen von selbst. Dauert es an, rufen Sie an: Der Server oder der Weg dorthin ist gestört.',
  'advice.certificate':
    'Rufen Sie an: Das Zertifikat muss dort erneuert werden. Senden Sie danach noch einmal.',
  'advice.not-allowed':
    'Die Adresse im Verzeichnis ist intern oder unverschlüsselt. Berichtigen Sie sie dort und verfassen Sie dann neu.',
  'advice.busy': 'Nichts zu tun: Der nächste Versuch folgt, sobald die andere Seite bereit ist.',
  'advice.server-fault':
    'Sie ist vielleicht angekommen. Erfragen Sie zuerst den Stand, wenn wir nehmende Bibliothek sind; sonst rufen Sie an.',
  'advice.no-answer':
    'Sie ist vielleicht angekommen. Erfragen Sie zuerst den Stand, wenn wir nehmende Bibliothek sind; sonst rufen Sie an.',
  'advice.no-confirmation':
    'Dort antwortet etwas anderes als ein ISO-18626-System. Klären Sie die Adresse, bevor Sie noch einmal senden.',
  'advice.keys':
    'Der Schlüssel hat sich auf einer Seite geändert. Vereinbaren Sie einen neuen, tragen Sie ihn ins Verzeichnis ein und senden Sie dann noch einmal.',
  'advice.address':
    'Erfragen Sie die neue Adresse, tragen Sie sie ins Verzeichnis ein und senden Sie dann noch einmal.',
  'advice.turned-away':
    'Dasselbe noch einmal zu senden hilft selten. Zeigen Sie der anderen Bibliothek die Antwort oder verfassen Sie die Nachricht neu.',
  'advice.not-understood':
    'Das andere System liest eine andere Ausgabe oder ist strenger. Berichtigen Sie das Profil im Verzeichnis und verfassen Sie dann neu.',
  'advice.unknown-element':
    'Das andere System liest eine andere Ausgabe oder ist strenger. Berichtigen Sie das Profil im Verzeichnis und verfassen Sie dann neu.',
  'advice.unknown-value':
    'Dort gibt es diese Bestellung vielleicht nicht mehr. Öffnen Sie sie und schreiben Sie oder rufen Sie an.',
  'advice.not-supported':
    'Teilen Sie es auf anderem Weg mit, durch eine Mitteilung oder telefonisch, und verwerfen Sie die Nachricht dann.',
  'advice.not-made':
    'Im Verzeichnis oder in der Nachricht fehlt etwas. Berichtigen Sie es und verfassen Sie dann neu.',
  'advice.other':
    'Öffnen Sie die Bestellung und lesen Sie die genaue Ursache; senden Sie dann noch einmal oder rufen Sie an.',
  'decide.send-again': 'Noch einmal senden',
  'decide.compose-anew': 'Neu verfassen',
  'decide.probe': 'Stand erfragen',
  'decide.drop': 'Verwerfen',
  'decide.send-again-text': 'Dieselbe Nachricht geht sofort noch einmal hinaus.',
  'decide.compose-anew-text':
    'Derselbe Inhalt wird nach dem heutigen Profil neu verfasst und geht sofort hinaus.',
  'decide.probe-text':
    'Die andere Seite wird nach dem Stand gefragt; die Antwort zeigt, ob die Nachricht angekommen ist.',
  'decide.drop-text': 'Die Nachricht wird nicht mehr gesendet. Die andere Bibliothek erfährt davon nichts.',
  'decide.title': '{verb}: {n, plural, one {# Nachricht} other {# Nachrichten}}?',
  'decide.exactly':
    '{n, plural, one {Genau eine Nachricht ist betroffen.} other {Genau # Nachrichten sind betroffen.}}',
  'decide.cap':
    'Es gibt {all} solche Nachrichten. Höchstens {n} werden auf einmal bearbeitet, die ältesten zuerst. Den Rest danach.',
  'decide.which': 'Welche',
  'decide.to': 'An',
  'decide.cause': 'Ursache',
  'decide.reason': 'Warum',
  'decide.reason-hint': 'Steht versiegelt im Journal. Sagen Sie, warum die Nachricht unnötig ist.',
  'decide.do': '{verb} ({n})',
  'decide.cancel': 'So lassen',
  'decide.none': 'Es gibt keine solche Nachricht mehr.',
  'decide.result': '{verb}: {done} von {all} erledigt',
  'decide.result-refused': '{n, plural, one {# nicht ausgeführt: {why}} other {# nicht ausgeführt: {why}}}',
  'decide.key-used': 'Gerade eben wurde anders entschieden.',
  'decide.gone': 'Sie ist nicht mehr da.',
  'delivery-refusal.delivery-settled': 'Sie ist schon erledigt.',
  'delivery-refusal.delivery-in-flight': 'Sie ist in diesem Augenblick unterwegs.',
  'delivery-refusal.delivery-in-doubt':
    'Sie ist vielleicht angekommen: Erfragen Sie den Stand, senden Sie dieselbe noch einmal oder verwerfen Sie sie.',
  'delivery-refusal.no-doubt-to-resolve': 'Daran besteht kein Zweifel.',
  'delivery-refusal.only-a-requester-asks': 'Nur die nehmende Bibliothek kann den Stand erfragen.',
  'delivery-refusal.probe-waits-already': 'Der Stand ist schon erfragt und die Antwort steht noch aus.',
  'delivery-refusal.reason-missing': 'Sagen Sie, warum sie verworfen wird.',
  'delivery-refusal.canonical-missing': 'Sie lässt sich nicht mehr lesen oder hat sich inzwischen geändert.',
};
