import { prompt, where } from '../blocks/block.ts';
import { actionItems, approvals, checklist, commits, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { header } from '../blocks/header.ts';
import { responders, roleChanges, severityChanges } from '../blocks/people.ts';
import { gaps, statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, type Template } from './template.ts';

/** This project’s own: everything that is recorded, with the questions that people have to answer. */
export const onCall: Template = {
  id: 'on-call',
  name: 'On-Call',
  about: {
    en: 'Everything that was recorded, and the questions that are left',
    fr: 'Tout ce qui a été consigné, et les questions qui restent',
  },
  head: [
    header(
      'incident',
      'severity',
      'status',
      'service',
      'impactBegan',
      'detected',
      'acknowledged',
      'mitigated',
      'resolved',
      'timeToDetect',
      'timeToAcknowledge',
      'timeToMitigate',
      'timeToResolve',
    ),
    phasesDrawing,
  ],
  sections: [
    section(
      'Summary',
      'Résumé',
      prompt({
        en: 'What happened, in three sentences that somebody from another team understands?',
        fr: 'Que s’est-il passé, en trois phrases que comprend quelqu’un d’une autre équipe ?',
      }),
    ),
    section(
      'Impact',
      'Impact',
      prompt({
        en: 'Who noticed what, how many were they, and for how long? What did it cost?',
        fr: 'Qui a remarqué quoi, combien de personnes, et pendant combien de temps ? Qu’est-ce que cela a coûté ?',
      }),
      statements('impact'),
    ),
    section('Timeline', 'Chronologie', timelineDiagram, timelineTable),
    section('Silences', 'Silences', gaps),
    section(
      'Responders',
      'Intervenants',
      responders,
      where(facts => facts.roles.length > 0, roleChanges),
    ),
    section(
      'Severity',
      'Gravité',
      where(facts => facts.severityChanges.length > 0, severityChanges),
    ),
    section('What was run', 'Ce qui a été exécuté', runs),
    section(
      'What was approved',
      'Ce qui a été approuvé',
      where(facts => facts.approvals.length > 0, approvals),
    ),
    section(
      'Checklist',
      'Liste de contrôle',
      where(facts => facts.checks.length > 0, checklist),
    ),
    section(
      'Decisions and hypotheses',
      'Décisions et hypothèses',
      statements('decision', 'hypothesis', 'observation'),
    ),
    section(
      'Messages',
      'Messages',
      where(facts => facts.messages.length > 0, messages),
    ),
    section(
      'Changes in repositories',
      'Changements dans les dépôts',
      where(facts => facts.commits.length > 0, commits),
    ),
    section(
      'Root cause',
      'Cause première',
      prompt({
        en: 'What made it possible, and what set it off? Ask why until a process answers, not a person.',
        fr: 'Qu’est-ce qui l’a rendu possible, et qu’est-ce qui l’a déclenché ? Demandez pourquoi jusqu’à ce qu’un processus réponde, et non une personne.',
      }),
    ),
    section(
      'Resolution',
      'Résolution',
      prompt({
        en: 'What ended it, and is that a workaround or the fix?',
        fr: 'Qu’est-ce qui y a mis fin, et est-ce un contournement ou la correction ?',
      }),
      statements('activity'),
    ),
    section(
      'What went well',
      'Ce qui s’est bien passé',
      prompt({
        en: 'What helped, and should stay as it is?',
        fr: 'Qu’est-ce qui a aidé et devrait rester ainsi ?',
      }),
    ),
    section(
      'What went badly',
      'Ce qui s’est mal passé',
      prompt({
        en: 'What was slow, missing or misleading? Where were we only lucky?',
        fr: 'Qu’est-ce qui était lent, absent ou trompeur ? Où n’avons-nous eu que de la chance ?',
      }),
    ),
    section('Action items', 'Actions à mener', actionItems),
  ],
};
