/** Ob sich beide Seiten einig sind. */
export const inSync = {
  'in-sync.title': 'Sind sich beide Seiten einig?',
  'in-sync.is.agrees': 'Beide Seiten sind sich einig',
  'in-sync.is.behind': 'Sie stehen vor dem, was sie gemeldet haben',
  'in-sync.is.contradicts': 'Die beiden Seiten widersprechen einander',
  'in-sync.is.due-date': 'Die Fälligkeiten unterscheiden sich',
  'in-sync.is.unknown-there': 'Sie haben die Bestellung nicht',
  'in-sync.is.unanswered': 'Sie sagen nicht, wie es steht',
  'in-sync.is.told': 'Sie haben gefragt und es erfahren',
  'in-sync.todo.behind':
    'Sie stehen vor dem, was sie uns früher gemeldet haben, vielleicht nach einer Wiederherstellung: Rufen Sie an und lassen Sie es dort noch einmal erfassen. Fragen Sie dann nach dem Stand.',
  'in-sync.todo.contradicts':
    'Rufen Sie an und klären Sie, welche der beiden Angaben stimmt. Fragen Sie dann nach dem Stand.',
  'in-sync.todo.due-date':
    'Einigen Sie sich auf eine Fälligkeit; die gebende Bibliothek meldet sie durch eine Verlängerung oder durch die Leihe noch einmal.',
  'in-sync.todo.unknown-there':
    'Fragen Sie, was daraus geworden ist; bestellen Sie dann noch einmal oder anderswo.',
  'in-sync.followed': 'Wir waren zurück ({from}) und sind dem gefolgt, was sie gemeldet haben.',
  'in-sync.asked.quiet': 'Von selbst gefragt, weil es still war; noch keine Antwort.',
  'in-sync.asked.restored':
    'Gefragt, nachdem eine ältere Kopie unserer Daten eingespielt wurde; noch keine Antwort.',
  'in-sync.asked.staff': 'Vom Personal gefragt; noch keine Antwort.',
  'in-sync.asked.evidence': 'Gefragt; noch keine Antwort.',
  'in-sync.was.quiet': 'Von selbst gefragt, weil es still war:',
  'in-sync.was.restored': 'Gefragt, nachdem eine ältere Kopie unserer Daten eingespielt wurde:',
  'in-sync.was.staff': 'Vom Personal gefragt:',
  'in-sync.was.evidence': 'Gefragt:',
  'in-sync.side': 'Seite',
  'in-sync.ours': 'Hier',
  'in-sync.theirs': 'Dort',
  'in-sync.no-due': 'keine',
  'in-sync.supplier':
    'Als gebende Bibliothek können wir in ISO 18626 nicht fragen: Was sie fragen und tun, zeigt, was sie wissen.',
} as const;
