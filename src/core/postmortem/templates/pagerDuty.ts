import { prompt, where } from '../blocks/block.ts';
import { actionItems, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { factTable, header } from '../blocks/header.ts';
import { responders } from '../blocks/people.ts';
import { statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, subsection, type Template } from './template.ts';

/** PagerDuty/incident-response-docs, docs/after/post_mortem_template.md */
export const pagerDuty: Template = {
  id: 'pagerduty',
  name: 'PagerDuty',
  about: {
    en: 'What happened, contributing factors, how we did, and what is told to whom',
    fr: 'Les faits, les facteurs contributifs, notre réponse, et ce qui est dit à qui',
  },
  head: [
    header('owner', 'meeting', 'recording', 'incident', 'severity', 'service', 'detected', 'resolved'),
    phasesDrawing,
  ],
  sections: [
    section(
      'Overview',
      'Vue d’ensemble',
      prompt({
        en: 'What failed, why, and what it meant to customers, in one short paragraph?',
        fr: 'Qu’est-ce qui a échoué, pourquoi, et quelle en fut la conséquence pour les clients, en un court paragraphe ?',
      }),
    ),
    section(
      'What Happened',
      'Que s’est-il passé ?',
      prompt({
        en: 'How did it unfold, in a paragraph or two?',
        fr: 'Comment cela s’est-il déroulé, en un ou deux paragraphes ?',
      }),
      statements('observation', 'hypothesis'),
    ),
    section(
      'Contributing Factors',
      'Facteurs contributifs',
      prompt({
        en: 'Which conditions had to come together? Include those that turned it from a fault into an incident.',
        fr: 'Quelles conditions ont dû se réunir ? Y compris celles qui ont fait d’un défaut un incident.',
      }),
    ),
    section(
      'Resolution',
      'Résolution',
      prompt({
        en: 'What solved it, and was it temporary or for good?',
        fr: 'Qu’est-ce qui l’a résolu, et était-ce provisoire ou définitif ?',
      }),
      statements('decision', 'activity'),
      runs,
    ),
    section(
      'Impact',
      'Impact',
      factTable('severity', 'impactBegan', 'acknowledged', 'mitigated', 'resolved', 'timeToResolve'),
      prompt({
        en: 'How many customers could not do what, and which accounts were they?',
        fr: 'Combien de clients ne pouvaient pas faire quoi, et quels comptes étaient-ce ?',
      }),
      statements('impact'),
    ),
    section('Responders', 'Intervenants', responders),
    section('Timeline', 'Chronologie', timelineDiagram, timelineTable),
    section('How’d We Do?', 'Comment avons-nous réagi ?'),
    subsection(
      'What Went Well?',
      'Qu’est-ce qui s’est bien passé ?',
      prompt({ en: 'What did the team do that worked?', fr: 'Qu’a fait l’équipe qui a fonctionné ?' }),
    ),
    subsection(
      'What Didn’t Go So Well?',
      'Qu’est-ce qui s’est moins bien passé ?',
      prompt({ en: 'What slowed the response down?', fr: 'Qu’est-ce qui a ralenti la réponse ?' }),
    ),
    section('Action Items', 'Actions à mener', actionItems),
    section(
      'Messaging',
      'Communication',
      where(facts => facts.messages.length > 0, messages),
    ),
    subsection(
      'Internal Email',
      'Courriel interne',
      prompt({
        en: 'What should everybody in the company know?',
        fr: 'Que devrait savoir chacun dans l’entreprise ?',
      }),
    ),
    subsection(
      'External Message',
      'Message externe',
      prompt({
        en: 'What do customers need to know, in words that they understand?',
        fr: 'Que doivent savoir les clients, dans des mots qu’ils comprennent ?',
      }),
    ),
  ],
};
