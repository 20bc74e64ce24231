import { prompt, where } from '../blocks/block.ts';
import { actionItems, approvals, checklist, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { header } from '../blocks/header.ts';
import { responders, roleChanges, severityChanges } from '../blocks/people.ts';
import { gaps, statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, type Template } from './template.ts';

/** The page of an event in Etsy’s Morgue. */
export const etsy: Template = {
  id: 'etsy',
  name: 'Etsy',
  about: {
    en: 'Short, after Etsy’s Morgue: what happened, and why it surprised us',
    fr: 'Court, d’après Morgue d’Etsy : les faits, et pourquoi ils nous ont surpris',
  },
  head: [header('incident', 'impactBegan', 'resolved', 'detected', 'status', 'severity', 'contact')],
  sections: [
    section('tl;dr', 'En bref', prompt({ en: 'In one sentence?', fr: 'En une phrase ?' })),
    section(
      'What happened?',
      'Que s’est-il passé ?',
      prompt({
        en: 'As those who were there saw it, without hindsight?',
        fr: 'Tel que l’ont vu ceux qui étaient là, sans le recul d’aujourd’hui ?',
      }),
      statements('impact', 'observation', 'hypothesis', 'decision', 'activity'),
      timelineDiagram,
      timelineTable,
      gaps,
    ),
    section(
      'Why were we surprised?',
      'Pourquoi avons-nous été surpris ?',
      prompt({
        en: 'What did we believe of our system that was not so?',
        fr: 'Que croyions-nous de notre système qui n’était pas vrai ?',
      }),
    ),
    section(
      'Images',
      'Images',
      phasesDrawing,
      prompt({ en: 'Which graphs show it?', fr: 'Quels graphiques le montrent ?' }),
    ),
    section(
      'Chat',
      'Discussions',
      messages,
      prompt({ en: 'In which channels was it talked about?', fr: 'Dans quels canaux en a-t-on parlé ?' }),
    ),
    section('Remediation tickets', 'Tickets de remédiation', actionItems),
    section(
      'Links',
      'Liens',
      prompt({
        en: 'Dashboards, changes, tickets, runbooks?',
        fr: 'Tableaux de bord, changements, tickets, runbooks ?',
      }),
    ),
    section(
      'Tags',
      'Étiquettes',
      prompt({ en: 'Under which words will it be looked for?', fr: 'Sous quels mots le cherchera-t-on ?' }),
    ),
    section(
      'History',
      'Historique',
      responders,
      where(facts => facts.roles.length > 0, roleChanges),
      where(facts => facts.severityChanges.length > 0, severityChanges),
      runs,
      where(facts => facts.approvals.length > 0, approvals),
      where(facts => facts.checks.length > 0, checklist),
    ),
  ],
};
