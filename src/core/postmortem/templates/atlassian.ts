import { prompt, where } from '../blocks/block.ts';
import { actionItems, approvals, commits, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { factTable, header } from '../blocks/header.ts';
import { responders, roleChanges, severityChanges } from '../blocks/people.ts';
import { gaps, keyEvents, statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, type Template } from './template.ts';

/** The template in Atlassian’s incident management handbook. */
export const atlassian: Template = {
  id: 'atlassian',
  name: 'Atlassian',
  about: {
    en: 'From leadup and fault to the five whys, the backlog check and recurrence',
    fr: 'Des prémices et de la défaillance aux cinq pourquoi, au backlog et à la récurrence',
  },
  head: [header('incident', 'severity', 'status', 'service', 'timeToResolve'), phasesDrawing],
  sections: [
    section(
      'Incident summary',
      'Résumé de l’incident',
      prompt({
        en: 'What happened, why, how severe was it, and how long did it last?',
        fr: 'Que s’est-il passé, pourquoi, avec quelle gravité, et combien de temps ?',
      }),
      keyEvents,
    ),
    section(
      'Leadup',
      'Prémices',
      prompt({
        en: 'Which changes or events led up to it, and when?',
        fr: 'Quels changements ou événements y ont conduit, et quand ?',
      }),
      where(facts => facts.commits.length > 0, commits),
    ),
    section(
      'Fault',
      'Défaillance',
      prompt({
        en: 'What did not work as it should? Attach graphs that show it.',
        fr: 'Qu’est-ce qui n’a pas fonctionné comme prévu ? Joignez des graphiques qui le montrent.',
      }),
      statements('hypothesis', 'observation'),
    ),
    section(
      'Impact',
      'Impact',
      prompt({
        en: 'How were users affected, how many, and how many support cases came?',
        fr: 'Comment les utilisateurs ont-ils été touchés, combien, et combien de demandes d’assistance ?',
      }),
      statements('impact'),
    ),
    section(
      'Detection',
      'Détection',
      factTable('impactBegan', 'detected', 'timeToDetect'),
      prompt({
        en: 'What noticed it, and how could that time be halved?',
        fr: 'Qu’est-ce qui l’a remarqué, et comment réduire ce délai de moitié ?',
      }),
    ),
    section(
      'Response',
      'Réponse',
      factTable('acknowledged', 'timeToAcknowledge'),
      prompt({
        en: 'Who responded when, and what delayed them?',
        fr: 'Qui a répondu quand, et qu’est-ce qui les a retardés ?',
      }),
      responders,
      where(facts => facts.roles.length > 0, roleChanges),
      where(facts => facts.severityChanges.length > 0, severityChanges),
      where(facts => facts.messages.length > 0, messages),
    ),
    section(
      'Recovery',
      'Rétablissement',
      factTable('mitigated', 'timeToMitigate', 'resolved', 'timeToResolve'),
      prompt({
        en: 'What restored the service, and how could that be quicker?',
        fr: 'Qu’est-ce qui a rétabli le service, et comment aller plus vite ?',
      }),
      statements('decision', 'activity'),
      runs,
      where(facts => facts.approvals.length > 0, approvals),
    ),
    section('Timeline', 'Chronologie', timelineDiagram, timelineTable, gaps),
    section(
      'Root cause identification: the Five Whys',
      'Recherche de la cause première : les cinq pourquoi',
      prompt({ en: '1. Why did the service fail?', fr: '1. Pourquoi le service est-il tombé ?' }),
      prompt({ en: '2. Why was that so?', fr: '2. Pourquoi en était-il ainsi ?' }),
      prompt({ en: '3. And why was that?', fr: '3. Et pourquoi cela ?' }),
      prompt({ en: '4. Why did nothing stop it?', fr: '4. Pourquoi rien ne l’a-t-il arrêté ?' }),
      prompt({ en: '5. What lies beneath?', fr: '5. Qu’y a-t-il au fond ?' }),
    ),
    section(
      'Root cause',
      'Cause première',
      prompt({
        en: 'What has to change so that this class of incident does not come again?',
        fr: 'Que faut-il changer pour que cette classe d’incidents ne revienne pas ?',
      }),
    ),
    section(
      'Backlog check',
      'Examen du backlog',
      prompt({
        en: 'Is there work in the backlog that would have prevented it, and why was it not done?',
        fr: 'Le backlog contient-il un travail qui l’aurait évité, et pourquoi n’a-t-il pas été fait ?',
      }),
    ),
    section(
      'Recurrence',
      'Récurrence',
      prompt({
        en: 'Has this cause led to an incident before? Which, and why did it come again?',
        fr: 'Cette cause a-t-elle déjà provoqué un incident ? Lequel, et pourquoi est-il revenu ?',
      }),
    ),
    section(
      'Lessons learned',
      'Leçons apprises',
      prompt({
        en: 'What went well, what could have gone better, and what else was learned?',
        fr: 'Qu’est-ce qui s’est bien passé, qu’est-ce qui aurait pu mieux aller, et qu’a-t-on appris d’autre ?',
      }),
    ),
    section('Corrective actions', 'Actions correctives', actionItems),
  ],
};
